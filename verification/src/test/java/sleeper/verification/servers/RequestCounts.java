package sleeper.verification.servers;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import sleeper.faults.Service;
import sleeper.faults.Traffic;

/** How many requests come to the servers, by service and operation. */
public final class RequestCounts {
    private final Map<Service, Traffic> traffic = new EnumMap<>(Service.class);

    void count(Service service, Traffic ofService) {
        traffic.put(service, ofService);
    }

    /** Begins to count. */
    public void reset() {
        traffic.values().forEach(Traffic::reset);
    }

    /** Keeps each answer back for so long, as if the services were far away. */
    public void delayAnswers(Duration time) {
        traffic.values().forEach(each -> each.delayAnswers(time));
    }

    /** @return what goes to one of them */
    public Traffic of(Service service) {
        return traffic.get(service);
    }

    /** @return the number of requests since it began to count, such as {@code s3:GetObject=12}, ascending */
    public Map<String, Integer> byOperation() {
        Map<String, Integer> all = new TreeMap<>();
        traffic.forEach((service, ofService) ->
                ofService.requests().forEach((operation, count) -> all.put(nameOf(service, operation), count)));
        return all;
    }

    private static String nameOf(Service service, String operation) {
        return service.prefix() + ":" + operation;
    }
}
