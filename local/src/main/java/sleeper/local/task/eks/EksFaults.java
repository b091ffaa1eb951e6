package sleeper.local.task.eks;

import java.time.Duration;
import sleeper.local.task.ServiceFaults;
import sleeper.stepfunctions.time.EventLoop;

/**
 * What the cluster is told to do wrong. Nothing unless it is told. What happens to pods that run is told to the
 * {@link sleeper.local.task.eks.kubelet.Kubelet}. Safe for use by many threads.
 */
public final class EksFaults {
    /** Step Functions creates a Job. */
    public static final String CREATE_JOB = "CreateJob";

    /** Step Functions calls the API server. */
    public static final String CALL = "Call";

    /** Somebody looks for the Jobs of an attempt. */
    public static final String LIST_JOBS = "ListJobs";

    /** Somebody looks at a Job. */
    public static final String READ_JOB = "ReadJob";

    /** Somebody deletes a Job. */
    public static final String DELETE_JOB = "DeleteJob";

    private final ServiceFaults services = new ServiceFaults();
    private volatile boolean away;
    private volatile boolean executorsHang;

    /** @return what befalls the actions that this class names */
    public ServiceFaults services() {
        return services;
    }

    /** Has the API server give no answers for a time, to nobody. */
    public void away(EventLoop loop, Duration time) {
        away = true;
        loop.schedule(loop.clock().instant().plus(time), () -> away = false);
    }

    /** @return whether the API server gives no answers now */
    public boolean isAway() {
        return away;
    }

    /** Has the containers of executors that begin from now on do nothing, so that they never register with their driver. */
    public void executorsHang(boolean hang) {
        executorsHang = hang;
    }

    boolean doExecutorsHang() {
        return executorsHang;
    }
}
