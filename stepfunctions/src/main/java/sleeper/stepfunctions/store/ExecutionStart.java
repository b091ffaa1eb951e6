package sleeper.stepfunctions.store;

import java.time.Instant;

/**
 * What is fixed about an execution when it starts.
 *
 * @param arn              its ARN
 * @param name             its name, unique in its state machine
 * @param stateMachineArn  the state machine
 * @param stateMachineName the state machine's name
 * @param roleArn          the state machine's role
 * @param definition       the definition as it was then: later updates do not touch a running execution
 * @param input            the input, as given
 * @param startDate        when it started
 */
public record ExecutionStart(
        String arn,
        String name,
        String stateMachineArn,
        String stateMachineName,
        String roleArn,
        String definition,
        String input,
        Instant startDate) {
    ExecutionStart withDefinition(String sameText) {
        return new ExecutionStart(arn, name, stateMachineArn, stateMachineName, roleArn, sameText, input, startDate);
    }
}
