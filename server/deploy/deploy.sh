#!/usr/bin/env bash
# Sets up a Google Cloud project for Usher once, and deploys an image by its digest. Safe to run again.
# Usage: deploy.sh setup | deploy IMAGE@sha256:…      Set PROJECT, REGION, AUDIENCES, CALLERS, OWNERS and INVOKERS before.
set -euo pipefail

: "${PROJECT:?Set PROJECT to the project id}" "${REGION:?Set REGION, such as europe-west4}"
: "${AUDIENCES:?Set AUDIENCES to the OAuth client ids of the scripts, with commas between them}"
: "${CALLERS:?Set CALLERS to @domains and mail addresses}" "${OWNERS:?Set OWNERS to who may create desks}"
: "${INVOKERS:?Set INVOKERS to a member such as group:support@example.com}"
SQL_INSTANCE="${PROJECT}:${REGION}:usher"
ACCOUNT="usher-run@${PROJECT}.iam.gserviceaccount.com"
HERE="$(cd "$(dirname "$0")" && pwd)"

setup() {
  gcloud services enable run.googleapis.com sqladmin.googleapis.com secretmanager.googleapis.com \
    artifactregistry.googleapis.com aiplatform.googleapis.com --project "$PROJECT"
  gcloud artifacts repositories describe usher --location "$REGION" --project "$PROJECT" > /dev/null 2>&1 ||
    gcloud artifacts repositories create usher --repository-format docker --location "$REGION" --project "$PROJECT"
  gcloud iam service-accounts describe "$ACCOUNT" --project "$PROJECT" > /dev/null 2>&1 ||
    gcloud iam service-accounts create usher-run --project "$PROJECT"
  # The service may predict and reach its database. It may train, deploy and read nothing else.
  gcloud iam roles describe usherPredict --project "$PROJECT" > /dev/null 2>&1 ||
    gcloud iam roles create usherPredict --project "$PROJECT" --title 'Usher predicts' \
      --permissions aiplatform.endpoints.predict
  for role in "projects/${PROJECT}/roles/usherPredict" roles/cloudsql.client; do
    gcloud projects add-iam-policy-binding "$PROJECT" --member "serviceAccount:${ACCOUNT}" --role "$role" --condition None
  done
  gcloud sql instances describe usher --project "$PROJECT" > /dev/null 2>&1 ||
    gcloud sql instances create usher --database-version POSTGRES_17 --edition enterprise --tier db-g1-small \
      --region "$REGION" --storage-auto-increase --backup-start-time 02:00 --enable-point-in-time-recovery --project "$PROJECT"
  gcloud sql databases describe usher --instance usher --project "$PROJECT" > /dev/null 2>&1 ||
    gcloud sql databases create usher --instance usher --project "$PROJECT"
  if ! gcloud secrets describe usher-database --project "$PROJECT" > /dev/null 2>&1; then
    local password
    password="$(openssl rand -hex 24)"
    gcloud sql users create usher --instance usher --password "$password" --project "$PROJECT"
    printf 'postgres://usher:%s@/usher?host=/cloudsql/%s' "$password" "$SQL_INSTANCE" |
      gcloud secrets create usher-database --data-file - --project "$PROJECT"
  fi
  gcloud secrets add-iam-policy-binding usher-database --member "serviceAccount:${ACCOUNT}" \
    --role roles/secretmanager.secretAccessor --project "$PROJECT"
}

deploy() {
  local image="$1" audiences
  case "$image" in
    *@sha256:*) ;;
    *) echo "Give the image by its digest, so that what was tested is what runs." >&2 && exit 1 ;;
  esac
  audiences="$(printf '"%s",' ${AUDIENCES//,/ })"
  PROJECT="$PROJECT" IMAGE="$image" SQL_INSTANCE="$SQL_INSTANCE" AUDIENCES="$AUDIENCES" CALLERS="$CALLERS" \
    OWNERS="$OWNERS" CUSTOM_AUDIENCES="[${audiences%,}]" envsubst < "$HERE/service.yaml" |
    gcloud run services replace - --region "$REGION" --project "$PROJECT"
  gcloud run services add-iam-policy-binding usher --member "$INVOKERS" --role roles/run.invoker \
    --region "$REGION" --project "$PROJECT"
  gcloud run services describe usher --region "$REGION" --project "$PROJECT" --format 'value(status.url)'
}

case "${1:-}" in
  setup) setup ;;
  deploy) deploy "${2:?Give the image as NAME@sha256:DIGEST}" ;;
  *) sed -n '2,3p' "$0" >&2 && exit 1 ;;
esac
