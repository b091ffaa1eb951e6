package sleeper.deployed.instance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.deployed.SfnExecutions;
import sleeper.statestore.instance.ExecutionBook;
import sleeper.statestore.instance.ExecutionEvent;
import sleeper.statestore.instance.ExecutionList;
import sleeper.statestore.instance.Executions.Status;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineForExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionNotRedrivableException;
import software.amazon.awssdk.services.sfn.model.ExecutionRedriveStatus;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;
import software.amazon.awssdk.services.sfn.model.ListExecutionsResponse;
import software.amazon.awssdk.services.sfn.model.RedriveExecutionResponse;

/** Executions of a deployed instance's machines, as Step Functions has them. Safe for use by many threads. */
final class SfnExecutionBook implements ExecutionBook {
    private static final int PAGE = 1_000;
    private static final String NOT_LISTED = "The executions were not listed.";
    private static final String NOT_SHOWN = "The execution was not shown.";
    private static final String NOT_REDRIVEN = "The execution was not redriven.";

    private final SfnClient client;
    private final Supplier<DeployedArns> arns;
    private final SfnStories stories;
    private final CommandRequests requests;

    SfnExecutionBook(SfnClient client, Supplier<DeployedArns> arns, SfnStories stories, CommandRequests requests) {
        this.client = client;
        this.arns = arns;
        this.stories = stories;
        this.requests = requests;
    }

    @Override
    public List<Machine> machines() {
        DeployedArns known = arns.get();
        return InstanceNames.STATE_MACHINES.stream()
                .sorted()
                .map(name -> new Machine(name, known.stateMachine(name)))
                .toList();
    }

    @Override
    public List<Entry> list(String machine, Optional<Status> status, Optional<String> after, int most) {
        if (!InstanceNames.STATE_MACHINES.contains(machine)) {
            return List.of();
        }
        String arn = arns.get().stateMachine(machine);
        ExecutionList listed = new ExecutionList(status, after, most);
        String token = null;
        boolean enough;
        do {
            ListExecutionsResponse page = page(arn, listed.asked(), token);
            enough = listed.add(page.executions().stream()
                    .map(execution -> entry(execution, machine))
                    .toList());
            token = page.nextToken();
        } while (token != null && !enough);
        return listed.entries();
    }

    private ListExecutionsResponse page(String arn, Optional<Status> status, String token) {
        return requests.ask(
                NOT_LISTED,
                "states:ListExecutions",
                arn,
                () -> client.listExecutions(request -> request.stateMachineArn(arn)
                        .statusFilter(status.map(Status::name).orElse(null))
                        .maxResults(PAGE)
                        .nextToken(token)));
    }

    private static Entry entry(ExecutionListItem execution, String machine) {
        return new Entry(
                execution.executionArn(),
                execution.name(),
                machine,
                SfnExecutions.status(execution.status()),
                execution.startDate(),
                Optional.ofNullable(execution.stopDate()));
    }

    @Override
    public Optional<Whole> find(String arn) {
        return machineOf(arn).flatMap(machine -> described(arn).map(found -> whole(found, machine, definition(arn))));
    }

    private Optional<DescribeExecutionResponse> described(String arn) {
        return requests.askAbout(
                NOT_SHOWN,
                "states:DescribeExecution",
                arn,
                () -> client.describeExecution(request -> request.executionArn(arn)),
                SfnExecutionBook::isNotThere);
    }

    private static boolean isNotThere(SdkException failure) {
        return failure instanceof ExecutionDoesNotExistException || failure instanceof InvalidArnException;
    }

    /** @return name of the machine whose execution the ARN is; empty if that is none of the instance */
    private Optional<String> machineOf(String arn) {
        DeployedArns known = arns.get();
        return InstanceNames.STATE_MACHINES.stream()
                .filter(name -> arn.startsWith(known.stateMachine(name).replace(":stateMachine:", ":execution:") + ":"))
                .findFirst();
    }

    private String definition(String arn) {
        DescribeStateMachineForExecutionResponse machine = requests.ask(
                NOT_SHOWN,
                "states:DescribeStateMachineForExecution",
                arn,
                () -> client.describeStateMachineForExecution(request -> request.executionArn(arn)));
        return machine.definition();
    }

    private static Whole whole(DescribeExecutionResponse execution, String machine, String definition) {
        Entry entry = new Entry(
                execution.executionArn(),
                execution.name(),
                machine,
                SfnExecutions.status(execution.status()),
                execution.startDate(),
                Optional.<Instant>ofNullable(execution.stopDate()));
        return new Whole(
                entry,
                orEmpty(execution.input()),
                orEmpty(execution.output()),
                orEmpty(execution.error()),
                orEmpty(execution.cause()),
                execution.redriveStatus() == ExecutionRedriveStatus.REDRIVABLE,
                definition);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    @Override
    public List<ExecutionEvent> history(String arn) {
        return machineOf(arn).flatMap(machine -> described(arn)).isEmpty() ? List.of() : stories.historyOf(arn);
    }

    @Override
    public void redrive(String arn) {
        boolean isOurs = machineOf(arn).isPresent();
        Optional<RedriveExecutionResponse> redriven = isOurs ? asked(arn) : Optional.empty();
        if (redriven.isEmpty()) {
            throw new InvalidRequestException(
                    NOT_REDRIVEN,
                    List.of(new Fault(
                            ErrorCode.WRONG_STATUS,
                            "execution " + arn,
                            isOurs ? "one that cannot be redriven" : "none of this instance",
                            "an execution that failed, was stopped or timed out in the last 14 days",
                            "Look at it as it stands now.")));
        }
    }

    /** One token for all tries, so that a try after a lost reply is answered as the first one was. @return empty if it cannot be redriven */
    private Optional<RedriveExecutionResponse> asked(String arn) {
        String token = requests.newToken();
        return requests.askAbout(
                NOT_REDRIVEN,
                "states:RedriveExecution",
                arn,
                Optional.of(ExecutionBook::unknown),
                () -> client.redriveExecution(
                        request -> request.executionArn(arn).clientToken(token)),
                failure -> failure instanceof ExecutionNotRedrivableException || isNotThere(failure));
    }
}
