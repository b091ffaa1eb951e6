package sleeper.faults;

import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Notes for each request of a client which place in the drivers sent it, and lets a fault befall the one that a test has chosen. The
 * place is the innermost method of a driver on the stack. Safe for use by many threads.
 */
public final class CallSites implements ExecutionInterceptor {
    private static final String DRIVERS = "sleeper.aws.";
    private static final List<String> BETWEEN = List.of("sleeper.aws.request.", "sleeper.aws.client.");
    private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.+)\\$\\d+");

    private final FaultProxy proxy;
    private final List<CallSite> seen = new ArrayList<>();
    private final Map<Call, Fault> armed = new HashMap<>();

    /**
     * One of the requests of a site.
     *
     * @param number which of them, in the order in which they are sent; 1 or more
     */
    public record Call(CallSite site, int number) {}

    /** @param proxy gets the client's requests */
    public CallSites(FaultProxy proxy) {
        this.proxy = proxy;
    }

    /** Forgets what was sent, and what was still to go wrong. */
    public synchronized void reset() {
        seen.clear();
        armed.clear();
    }

    /** @param fault befalls the call when it comes */
    public synchronized void arm(Call call, Fault fault) {
        armed.put(call, fault);
    }

    /** @return whether all faults have been met */
    public synchronized boolean allMet() {
        return armed.isEmpty();
    }

    /** @return the sites of all requests since {@link #reset}, in the order in which they were sent */
    public synchronized List<CallSite> seen() {
        return List.copyOf(seen);
    }

    @Override
    public synchronized void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        CallSite site = new CallSite(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME), callingMethod());
        seen.add(site);
        int number = (int) seen.stream().filter(site::equals).count();
        Optional.ofNullable(armed.remove(new Call(site, number)))
                .ifPresent(fault -> proxy.inject(nameOf(context.httpRequest()), fault));
    }

    private static String nameOf(SdkHttpRequest request) {
        return FaultProxy.nameOf(
                request.firstMatchingHeader("amz-sdk-invocation-id"), request.firstMatchingHeader("amz-sdk-request"));
    }

    private static String callingMethod() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(CallSites::isOfDriver).findFirst())
                .map(frame -> simpleName(frame.getClassName()) + "." + methodName(frame.getMethodName()))
                .orElseThrow(() -> new IllegalStateException("A request that no driver sent."));
    }

    private static boolean isOfDriver(StackFrame frame) {
        return frame.getClassName().startsWith(DRIVERS) && BETWEEN.stream().noneMatch(frame.getClassName()::startsWith);
    }

    /** @return the class's name without its package and without what it is nested in */
    static String simpleName(String className) {
        return className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
    }

    /** @return the method in whose text a lambda stands, or the method itself */
    static String methodName(String method) {
        Matcher lambda = LAMBDA.matcher(method);
        return lambda.matches() ? lambda.group(1) : method;
    }
}
