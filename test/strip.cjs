// Jest's transform: Node's own type stripper, so that the code that runs is the code that is tested, line for line.
const { stripTypeScriptTypes } = require('node:module');

exports.process = (source) => ({ code: stripTypeScriptTypes(source) });
