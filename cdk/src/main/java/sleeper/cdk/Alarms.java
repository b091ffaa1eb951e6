package sleeper.cdk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import sleeper.core.deployment.InstanceNames;
import sleeper.lambda.DeployedFunction;
import sleeper.lambda.FunctionDescription;
import sleeper.lambda.port.JobMetric;
import sleeper.lambda.port.PowertoolsMetrics;
import sleeper.statemachine.StateMachineFile;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.Stats;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/** What operators are told of and can look at: alarms to the topic of errors, and a dashboard. */
final class Alarms {
    private static final Duration PERIOD = Duration.minutes(5);
    private static final int OLD_SECONDS = 1_800;
    private static final int HALF = 12;

    private final Construct scope;
    private final InstanceNames names;
    private final SnsAction tell;

    Alarms(Construct parent, InstanceSpec spec, Topic topic) {
        this.scope = new Construct(parent, "Alarms");
        this.names = spec.names();
        this.tell = new SnsAction(topic);
    }

    void onQueues(Queues queues, Queue undelivered) {
        queues.deadLetters()
                .forEach((queue, dead) -> alarm(
                        "dead-letters-" + queue.word(),
                        "Messages that nobody could act on. See sleeper dead-letters.",
                        depth(dead),
                        1));
        queues.all()
                .forEach((queue, source) -> alarm(
                        "age-" + queue.word(),
                        "A message has waited for half an hour: the starter does not take it, or fails.",
                        source.metricApproximateAgeOfOldestMessage(),
                        OLD_SECONDS));
        alarm(
                "undelivered",
                "A rule or schedule could not start what it is for, or a view was not published; what runs each hour does what was"
                        + " missed.",
                depth(undelivered),
                1);
    }

    private static Metric depth(Queue queue) {
        return queue.metricApproximateNumberOfMessagesVisible();
    }

    void onJobs() {
        alarm("jobs-rejected", "Jobs were refused. The mail about each says why.", count(JobMetric.JOBS_REJECTED), 1);
        alarm(
                "jobs-not-submitted",
                "Jobs could not be submitted, by no fault of their senders'. See the log of the starter.",
                count(JobMetric.JOBS_NOT_SUBMITTED),
                1);
    }

    /** Executions of ingest-job tell of their ends themselves. */
    void onMachines() {
        for (StateMachineFile file : List.of(StateMachineFile.REAP_JOB, StateMachineFile.MAINTAIN_TABLE)) {
            for (String end : List.of("Failed", "TimedOut", "Aborted")) {
                alarm(
                        file.machineName() + "-" + end.toLowerCase(Locale.ROOT),
                        "An execution of " + file.machineName() + " did not succeed. Its history says why.",
                        executions(file, end),
                        1);
            }
        }
    }

    /** @param deployed the functions that there are; those that machines call are told of by their executions */
    void onFunctions(Set<DeployedFunction> deployed) {
        for (FunctionDescription function :
                List.of(FunctionDescription.STARTER, FunctionDescription.SWEEP, FunctionDescription.PUBLISH_VIEW)) {
            if (!deployed.contains(function)) {
                continue;
            }
            alarm(
                    function.word() + "-errors",
                    "The function " + function.word() + " failed. See its log.",
                    ofFunction(function, "Errors"),
                    1);
        }
    }

    private void alarm(String id, String meaning, IMetric metric, int threshold) {
        Alarm alarm = Alarm.Builder.create(scope, id)
                .alarmName(names.alarm(id))
                .alarmDescription(meaning)
                .metric(metric)
                .threshold(threshold)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .evaluationPeriods(1)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
        alarm.addAlarmAction(tell);
    }

    private Metric count(JobMetric metric) {
        return Metric.Builder.create()
                .namespace(PowertoolsMetrics.NAMESPACE)
                .metricName(metric.metricName())
                .dimensionsMap(Map.of(PowertoolsMetrics.DIMENSION, names.stack()))
                .statistic(Stats.SUM)
                .period(PERIOD)
                .build();
    }

    private Metric executions(StateMachineFile file, String end) {
        return Metric.Builder.create()
                .namespace("AWS/States")
                .metricName("Executions" + end)
                .dimensionsMap(Map.of("StateMachineArn", new Arns(names).stateMachine(file.machineName())))
                .statistic(Stats.SUM)
                .period(PERIOD)
                .build();
    }

    private Metric ofFunction(DeployedFunction function, String metric) {
        return Metric.Builder.create()
                .namespace("AWS/Lambda")
                .metricName(metric)
                .dimensionsMap(Map.of("FunctionName", names.function(function.word())))
                .statistic(Stats.SUM)
                .period(PERIOD)
                .build();
    }

    /** @param functions the functions that there are */
    void dashboard(Queues queues, Set<DeployedFunction> functions) {
        List<IMetric> waiting = new ArrayList<>();
        queues.all().values().forEach(queue -> waiting.add(queue.metricApproximateNumberOfMessagesVisible()));
        List<IMetric> executions = List.of("Started", "Succeeded", "Failed", "TimedOut", "Aborted").stream()
                .<IMetric>map(end -> executions(StateMachineFile.INGEST_JOB, end))
                .toList();
        List<IMetric> errors = functions.stream()
                .<IMetric>map(function -> ofFunction(function, "Errors"))
                .toList();
        List<IMetric> jobs =
                Arrays.stream(JobMetric.values()).<IMetric>map(this::count).toList();
        Dashboard unused = Dashboard.Builder.create(scope, "Dashboard")
                .dashboardName(names.stack())
                .widgets(List.of(
                        List.of(graph("Jobs", jobs), graph("Messages that wait", waiting)),
                        List.of(graph("Executions of ingest-job", executions), graph("Errors of functions", errors))))
                .build();
    }

    private static IWidget graph(String title, List<IMetric> metrics) {
        return GraphWidget.Builder.create()
                .title(title)
                .width(HALF)
                .left(metrics)
                .build();
    }
}
