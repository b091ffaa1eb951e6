package sleeper.local.task.eks;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import sleeper.stepfunctions.time.EventLoop;

/**
 * What the cluster is told to do wrong. Nothing unless it is told. What happens to pods that run is told to the
 * {@link sleeper.local.task.eks.kubelet.Kubelet}. Safe for use by many threads.
 */
public final class EksFaults {
    /** How a call of Step Functions goes wrong. */
    public enum Reply {
        /** It is done, and the caller hears of an error. */
        LOST,
        /** It is not done, since there are too many. */
        THROTTLED,
        /** It is not done, since the server has failed. */
        FAILED,
        /** It is done, and the caller never hears of anything. */
        NEVER
    }

    private final Deque<Reply> replies = new ArrayDeque<>();
    private final AtomicReference<Boolean> away = new AtomicReference<>(false);
    private volatile boolean executorsHang;

    /** Has the next call of Step Functions that creates a Job, of those not spoken for yet, go wrong. */
    public synchronized void nextJob(Reply reply) {
        replies.add(reply);
    }

    synchronized Optional<Reply> takeReply() {
        return Optional.ofNullable(replies.poll());
    }

    /** Has the API server give no answers for a time, to nobody. */
    public void away(EventLoop loop, Duration time) {
        away.set(true);
        loop.schedule(loop.clock().instant().plus(time), () -> away.set(false));
    }

    /** @return whether the API server gives no answers now */
    public boolean isAway() {
        return away.get();
    }

    /** Has the containers of executors that begin from now on do nothing, so that they never register with their driver. */
    public void executorsHang(boolean hang) {
        executorsHang = hang;
    }

    public boolean doExecutorsHang() {
        return executorsHang;
    }
}
