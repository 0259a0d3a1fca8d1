-- Puts a prediction log that was restored into `prediction_log_restored` back beside what was logged since, and counts its hours anew.
-- Run as one transaction: psql --single-transaction --file restore-log.sql
INSERT INTO prediction_log (id, desk_id, field_id, run_id, ticket_id, logged_at, decision, label, confidence, backend, model,
                            is_fallback, language, text_length, in_auto)
SELECT id, desk_id, field_id, run_id, ticket_id, logged_at, decision, label, confidence, backend, model,
       is_fallback, language, text_length, in_auto
FROM prediction_log_restored AS restored
WHERE EXISTS (SELECT 1 FROM desks WHERE desks.id = restored.desk_id)
ON CONFLICT DO NOTHING;

-- Answers whose log was lost, such as in the last moment before a kill; their text's length is no longer known.
INSERT INTO prediction_log (id, desk_id, field_id, run_id, ticket_id, logged_at, decision, label, confidence, backend, model,
                            is_fallback, language, text_length, in_auto)
SELECT 'restored-' || md5(concat_ws(chr(31), desk_id, run_id, ticket_id, text_hash, field_id)), desk_id, field_id, run_id, ticket_id,
       answered_at, answer::json ->> 'decision', answer::json ->> 'label', (answer::json ->> 'confidence')::double precision,
       answer::json ->> 'backend', answer::json ->> 'model', CASE WHEN answer::json ->> 'fallback' IS NULL THEN 0 ELSE 1 END,
       language, 0, answer::json ->> 'decision'
FROM answers AS answered
WHERE NOT EXISTS (SELECT 1 FROM prediction_log AS logged
                  WHERE logged.desk_id = answered.desk_id AND logged.run_id = answered.run_id
                    AND logged.ticket_id = answered.ticket_id AND logged.field_id = answered.field_id)
ON CONFLICT DO NOTHING;

DELETE FROM hourly;
INSERT INTO hourly (desk_id, field_id, hour, decision, label, backend, model, tickets, fallbacks, confidence_sum)
SELECT desk_id, field_id, logged_at / 3600000 * 3600000, decision, coalesce(label, ''), backend, model,
       count(*), sum(is_fallback), coalesce(sum(confidence), 0)
FROM prediction_log
GROUP BY desk_id, field_id, logged_at / 3600000 * 3600000, decision, coalesce(label, ''), backend, model;
