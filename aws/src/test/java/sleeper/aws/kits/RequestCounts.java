package sleeper.aws.kits;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Counts the requests that are sent. Safe for use by many threads. */
final class RequestCounts implements ExecutionInterceptor {
    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        String operation = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME) + " "
                + attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        counts.computeIfAbsent(operation, name -> new LongAdder()).increment();
    }

    /** @return requests by service and operation */
    Map<String, Long> byOperation() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((operation, count) -> sums.put(operation, count.sum()));
        return sums;
    }
}
