// Usage: node run_in_node.js FOLDER RESULTS
//
// Runs the ways in FOLDER, which WaysForInterpreters has written, in aws-local-stepfunctions, and writes what it did to RESULTS: of each
// way the executions, each with machine, states, tasks (state and what it was given), status, and output or error and cause.
const fs = require('fs');
const path = require('path');

// The interpreter asks for Node 22. Node 20 lacks only this.
Promise.withResolvers ??= () => {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};

const { StateMachine, ExecutionAbortedError } = require('aws-local-stepfunctions');

const MOST_MILLIS = 20_000;

function read(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

function statesOf(graph) {
  return Object.entries(graph.States).flatMap(([name, state]) => [
    [name, state],
    ...(state.Branches ?? []).flatMap(statesOf),
    ...(state.ItemProcessor ? statesOf(state.ItemProcessor) : []),
  ]);
}

function failure(name, message) {
  const error = new Error(message);
  error.name = name;
  return error;
}

// Ends Tasks as they ended in our interpreter: each when as many Tasks have begun as had begun then.
class Tasks {
  constructor(recorded, everyTaskHasBegun) {
    this.recorded = recorded;
    this.everyTaskHasBegun = everyTaskHasBegun;
    this.begun = [];
    this.waiting = [];
  }

  run(state, given) {
    const tried = this.begun.filter((task) => task.state === state).length;
    this.begun.push({ state, given: structuredClone(given) });
    this.waiting = this.waiting.filter(({ begun, resume }) => begun > this.begun.length || resume());
    const task = this.recorded.filter((each) => each.state === state)[tried];
    if (!task) {
      return Promise.reject(failure('Test.OneMoreTry', `${state} was not tried so often by our interpreter`));
    }
    if (this.begun.length === this.recorded.length) {
      setImmediate(this.everyTaskHasBegun);
    }
    return new Promise((resolve, reject) => {
      const end = () => {
        if ('error' in task) {
          reject(failure(task.error, task.cause));
        } else {
          resolve(structuredClone(task.answer));
        }
      };
      if (task.begun === undefined) {
        return; // it is ended with its branch or with the execution
      }
      if (task.begun <= this.begun.length) {
        end();
      } else {
        this.waiting.push({ begun: task.begun, resume: end });
      }
    });
  }
}

async function run(definition, recorded) {
  const all = statesOf(definition);
  const named = (type) => all.filter(([, state]) => state.Type === type).map(([name]) => name);
  const [, , , , , , , name] = recorded.arn.split(':');
  let execution;
  const tasks = new Tasks(recorded.tasks, () => recorded.status === 'ABORTED' && execution.abort());
  execution = new StateMachine(definition).run(structuredClone(recorded.input), {
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(
        named('Task').map((state) => [state, (given) => tasks.run(state, given)]),
      ),
      waitTimeOverrides: Object.fromEntries(named('Wait').map((state) => [state, 0])),
      retryIntervalOverrides: Object.fromEntries(all.filter(([, { Retry }]) => Retry).map(([state]) => [state, 0])),
    },
    context: {
      Execution: { Id: recorded.arn, Name: name, RedriveCount: 0 },
      StateMachine: {
        Id: recorded.arn.replace(':execution:', ':stateMachine:').replace(/:[^:]*$/, ''),
        Name: recorded.machine,
      },
    },
  });
  const tooLong = setTimeout(() => execution.abort(), MOST_MILLIS);
  const ended = execution.result.then(
    (output) => ({ status: 'SUCCEEDED', output }),
    (error) =>
      error instanceof ExecutionAbortedError
        ? { status: 'ABORTED' }
        : { status: 'FAILED', error: error.cause.name, cause: error.cause.message },
  );
  const states = [];
  for await (const event of execution.eventLogs) {
    if (event.type === 'StateEntered') {
      states.push(event.state.name);
    }
  }
  const how = await ended;
  clearTimeout(tooLong);
  return { machine: recorded.machine, states, tasks: tasks.begun, ...how };
}

(async () => {
  const [folder, results] = process.argv.slice(2);
  const ran = {};
  for (const file of fs.readdirSync(path.join(folder, 'ways')).sort()) {
    const { executions } = read(path.join(folder, 'ways', file));
    const way = path.basename(file, '.json');
    ran[way] = [];
    for (const recorded of executions) {
      const definition = read(path.join(folder, 'definitions', `${recorded.machine}.json`));
      ran[way].push(await run(definition, recorded));
    }
  }
  fs.writeFileSync(results, JSON.stringify(ran));
  process.exit(0); // the time-outs of Tasks that do not end would keep the process
})();
