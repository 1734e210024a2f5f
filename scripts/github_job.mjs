// Runs the job of a workflow as GitHub's runner would, as far as a machine without GitHub can: GitHub's own parser reads the
// workflow and the action (@actions/workflow-parser: its schema, its errors), GitHub's own evaluator the expressions
// (@actions/expressions); steps run with the shell's command line that the runner documents ("sh -e FILE"). A step that
// checks out is taken as done. node --experimental-loader json_loader.mjs github_job.mjs WORKFLOW USES FOLDER CONTEXT
//   WORKFLOW  the workflow's file · USES  what the step's "uses" names · FOLDER  where that action stands
//   CONTEXT   the github context, as JSON
// Output: the steps' output. Exit status: the job's first that is not 0; 3 where GitHub would refuse a file.
import { spawnSync } from "child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
import { convertActionTemplate, parseAction } from "@actions/workflow-parser/actions/index";
import { data, Evaluator, Lexer, Parser } from "@actions/expressions";

const [, , workflowPath, uses, folder, contextJson] = process.argv;
const github = { ...JSON.parse(contextJson), action_path: folder };
const trace = new NoOperationTraceWriter();

function refuse(what, errors) {
  for (const e of errors) console.log(`${what}: ${e.message ?? e}`);
  process.exit(3);
}

function dictionary(object) {
  return new data.Dictionary(...Object.entries(object).map(([key, value]) => ({ key, value: new data.StringData(String(value)) })));
}

function evaluate(expr, inputs) {
  const parser = new Parser(new Lexer(expr).lex().tokens, ["github", "inputs"], []);
  const context = new data.Dictionary({ key: "github", value: dictionary(github) }, { key: "inputs", value: dictionary(inputs) });
  return new Evaluator(parser.parse(), context).evaluate().coerceString();
}

// The value of a token: a literal, or an expression.
function value(token, inputs) {
  if (token === undefined) return "";
  return token.expression !== undefined ? evaluate(token.expression, inputs) : token.toString();
}

function pairs(token) {
  const out = [];
  for (let i = 0; token && i < token.count; i++) out.push([token.get(i).key.toString(), token.get(i).value]);
  return out;
}

const parsed = parseWorkflow({ name: "workflow.yml", content: readFileSync(workflowPath, "utf8") }, trace);
const workflow = await convertWorkflowTemplate(parsed.context, parsed.value);
const workflowErrors = [...parsed.context.errors.getErrors(), ...(workflow.errors ?? [])];
if (workflowErrors.length) refuse("workflow", workflowErrors);
const read = parseAction({ name: "action.yml", content: readFileSync(join(folder, "action.yml"), "utf8") }, trace);
if (read.context.errors.getErrors().length) refuse("action.yml", read.context.errors.getErrors());
const action = convertActionTemplate(read.context, read.value);
// The converted step has no "with": it is taken from the tokens.
const at = (token, name) => new Map(pairs(token)).get(name);
const steps = pairs(at(parsed.value, "jobs")).flatMap(([, job]) => [...Array(at(job, "steps").count).keys()].map(i => at(job, "steps").get(i)));
const step = steps.find(s => at(s, "uses")?.toString() === uses);
if (!step) refuse("workflow", [`no step uses ${uses}`]);

const inputs = {};
for (const i of action.inputs) inputs[i.id] = value(i.default, {});
for (const [name, token] of pairs(at(step, "with"))) {
  if (!(name in inputs)) refuse("workflow", [`the action has no input ${name}`]); // GitHub warns of it
  inputs[name] = value(token, {});
}
const temp = mkdtempSync(join(tmpdir(), "tmlint-job-"));
for (const [n, s] of action.runs.steps.entries()) {
  const env = { ...process.env, GITHUB_ACTIONS: "true", CI: "true" };
  for (const [name, token] of pairs(s.env)) env[name] = value(token, inputs);
  const script = join(temp, `${n}.sh`);
  writeFileSync(script, value(s.run, inputs));
  const done = spawnSync("sh", ["-e", script], { env, stdio: ["ignore", "inherit", "inherit"] });
  if (done.status !== 0) process.exit(done.status ?? 99);
}
