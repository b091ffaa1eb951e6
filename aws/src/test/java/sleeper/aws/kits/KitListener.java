package sleeper.aws.kits;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.UniqueId.Segment;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import sleeper.aws.kits.KitReport.End;

/** Reports each test by the class that was run and the name of its method, wherever that was declared. */
final class KitListener implements TestExecutionListener {
    private final KitReport report;

    KitListener(KitReport report) {
        this.report = report;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        report.add(kitOf(test), nameOf(test), End.SKIPPED, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String cause = result.getThrowable().map(Throwable::toString).orElse("");
        if (test.isTest()) {
            report.add(kitOf(test), nameOf(test), endOf(result.getStatus()), cause);
        } else if (result.getStatus() != Status.SUCCESSFUL) {
            report.add(kitOf(test), nameOf(test), End.FAILED, cause);
        }
    }

    private static End endOf(Status status) {
        return switch (status) {
            case SUCCESSFUL -> End.SUCCESSFUL;
            case ABORTED -> End.SKIPPED;
            case FAILED -> End.FAILED;
        };
    }

    private static String kitOf(TestIdentifier test) {
        return test.getUniqueIdObject().getSegments().stream()
                .filter(segment -> segment.getType().equals("class"))
                .map(segment -> segment.getValue().substring(segment.getValue().lastIndexOf('.') + 1))
                .findFirst()
                .orElse("all kits");
    }

    /** A test that is called several times has the number of the call at the end of its id, as {@code #3}. */
    private static String nameOf(TestIdentifier test) {
        String method = test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getMethodName())
                .orElse("all tests");
        Segment last = test.getUniqueIdObject().getLastSegment();
        return last.getType().equals("test-template-invocation")
                ? method + "[" + last.getValue().substring(1) + "]"
                : method;
    }
}
