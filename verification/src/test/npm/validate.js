// Usage: node validate.js DEFINITION...   Exit code 1 and one line a fault if a validator refuses a file.
const fs = require('fs');
const aslValidator = require('asl-validator');
const { getLanguageService, TextDocument } = require('amazon-states-language-service');

async function faultsOf(path) {
  const text = fs.readFileSync(path, 'utf8');
  const faults = [];
  const result = aslValidator(JSON.parse(text));
  if (!result.isValid) {
    for (const error of result.errors) {
      faults.push(`asl-validator: ${JSON.stringify(error)}`);
    }
  }
  const document = TextDocument.create(`file://${path}`, 'asl', 1, text);
  const service = getLanguageService({});
  for (const diagnostic of await service.doValidation(document, service.parseJSONDocument(document))) {
    const { line, character } = diagnostic.range.start;
    faults.push(`amazon-states-language-service: ${line + 1}:${character + 1} ${diagnostic.message}`);
  }
  return faults;
}

(async () => {
  const paths = process.argv.slice(2);
  let refused = 0;
  for (const path of paths) {
    for (const fault of await faultsOf(path)) {
      console.log(`${path}: ${fault}`);
      refused++;
    }
  }
  console.log(`${paths.length} definitions, ${refused} faults`);
  process.exit(refused === 0 && paths.length > 0 ? 0 : 1);
})();
