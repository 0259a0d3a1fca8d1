// The page of models in English. `{name}` stands for a value that the page fills in.
export const englishModels = {
  title: 'Models',
  none: 'No model yet. Label some tickets and choose Usher ▸ Learn from this sheet.',
  serving: 'In service',
  before: 'The one before',
  coming: 'On its way into service',
  kept: 'Kept',
  tested: 'Learned on {time} from {rows} tickets; {share} right on tickets that it had not seen.',
  untested: 'Learned on {time} from {rows} tickets; too few to test on.',
  shadow:
    'It predicts beside the one in service and answers nobody; {needed} more tickets until the next step.',
  canary:
    'It answers {share} of the tickets (step {step} of {steps}); {needed} more of those until the next step.',
  alike: 'Both said the same of {agreed} of {tickets} tickets.',
  ready: 'Every step is passed. A lead may put it in service now.',
  goBack: 'Go back to this one',
  serve: 'Put in service now',
  giveUp: 'Give it up',
  changed: 'Done. New tickets are answered by the model that is in service now.',
  gates: 'What a new model must reach',
  gatesIntro:
    'A model that falls short is refused with the reason, and the one in service stays. Stricter gates also try a new model beside the old one first.',
  'new-desk': 'New desk: lenient while labels are few',
  steady: 'Steady: for a desk that has found its queues',
  strict: 'Strict: many tickets, a lead has the last word',
  own: 'A gate file of your own',
  gatesSaved: 'Saved. The next lesson is judged by these gates.',
};
