package sleeper.verification.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.UnaryOperator;
import sleeper.local.task.ServiceFaults;

/**
 * What befalls a Task.
 *
 * @param kind   what happens
 * @param error  the error that the Task then has; empty where it has none
 * @param cause  what the error says
 * @param times  attempts that it happens to, from the first on; {@link #ALWAYS} for all of them
 * @param answer for {@link Kind#ANSWER}, what becomes of the Task's real output
 */
record Disturbance(Kind kind, String error, String cause, int times, UnaryOperator<JsonNode> answer) {
    static final int ALWAYS = Integer.MAX_VALUE;

    private static final String DEFAULT_CAUSE = "{\"errorMessage\":\"as the test wants it\"}";

    enum Kind {
        /** Nothing is done, and an error comes back. */
        FAIL,
        /** Nothing is done, and an error comes back just before the Task's time is over. */
        FAIL_LATE,
        /** The work is done, and an error comes back. */
        LOSE_REPLY,
        /** Nothing is done, and nothing comes back. */
        HANG,
        /** The work is done, and nothing comes back. */
        WORK_AND_HANG,
        /** Before anything is done, a person stops the execution. */
        ABORT,
        /** The work is done; before that is told, a person stops the execution. */
        WORK_AND_ABORT,
        /** The work is begun, and a person stops the execution while it goes on. */
        ABORT_AT_WORK,
        /** The work is begun, and never ends by itself. */
        RUN_ON,
        /** The work is done, and another answer comes back. */
        ANSWER;

        boolean works() {
            return this == LOSE_REPLY || this == WORK_AND_HANG || this == WORK_AND_ABORT || this == ANSWER;
        }
    }

    /** @return what a stand-in's own switch does of this kind; empty if it has nothing of the kind */
    Optional<ServiceFaults.Fault> fault() {
        return switch (kind) {
            case FAIL -> Optional.of(new ServiceFaults.Refuse(error, cause));
            case LOSE_REPLY -> Optional.of(new ServiceFaults.LoseReply(error, cause));
            case HANG -> Optional.of(new ServiceFaults.Hang());
            case WORK_AND_HANG -> Optional.of(new ServiceFaults.WorkAndHang());
            default -> Optional.empty();
        };
    }

    static Disturbance fail(String error, int times) {
        return new Disturbance(Kind.FAIL, error, DEFAULT_CAUSE, times, answer -> answer);
    }

    /** @return this, with another text of the error */
    Disturbance saying(String words) {
        return new Disturbance(kind, error, words, times, answer);
    }

    static Disturbance failLate(String error, int times) {
        return new Disturbance(Kind.FAIL_LATE, error, DEFAULT_CAUSE, times, answer -> answer);
    }

    static Disturbance loseReply(String error, int times) {
        return new Disturbance(Kind.LOSE_REPLY, error, DEFAULT_CAUSE, times, answer -> answer);
    }

    static Disturbance of(Kind kind, int times) {
        return new Disturbance(kind, "", DEFAULT_CAUSE, times, answer -> answer);
    }

    static Disturbance answer(UnaryOperator<JsonNode> answer) {
        return answer(answer, ALWAYS);
    }

    static Disturbance answer(UnaryOperator<JsonNode> answer, int times) {
        return new Disturbance(Kind.ANSWER, "", DEFAULT_CAUSE, times, answer);
    }
}
