package sleeper.verification.workflow;

import sleeper.statemachine.StateMachineFile;

/** A state of a machine. */
record Place(StateMachineFile machine, String state) {
    static Place ingest(String state) {
        return new Place(StateMachineFile.INGEST_JOB, state);
    }

    static Place reap(String state) {
        return new Place(StateMachineFile.REAP_JOB, state);
    }

    static Place maintain(String state) {
        return new Place(StateMachineFile.MAINTAIN_TABLE, state);
    }

    @Override
    public String toString() {
        return machine.machineName() + " / " + state;
    }
}
