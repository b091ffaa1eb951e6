package sleeper.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A proxy as a process of its own, {@code ServeProxy <server> <S3|DYNAMODB>}. It says its address on a line, and then answers each line
 * of its input: {@code delay <milliseconds>} and {@code reset} with {@code ok}, {@code traffic} with {@code <operation> <requests> <most
 * at once>} for each operation, parted by commas. It ends with its input.
 */
public final class ServeProxy {
    private ServeProxy() {}

    /** @param arguments address and service */
    public static void main(String[] arguments) throws IOException {
        Service service = Service.valueOf(arguments[1]);
        try (FaultProxy proxy = new FaultProxy(URI.create(arguments[0]), service)) {
            proxy.keepConnections();
            Traffic traffic = Traffic.through(proxy, service);
            System.out.println(proxy.endpoint());
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(answer(line.split(" "), traffic));
            }
        }
    }

    private static String answer(String[] words, Traffic traffic) {
        switch (words[0]) {
            case "delay" -> traffic.delayAnswers(Duration.ofMillis(Long.parseLong(words[1])));
            case "reset" -> traffic.reset();
            case "traffic" -> {
                Map<String, Integer> most = traffic.mostAtOnce();
                return traffic.requests().entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue() + " " + most.getOrDefault(each.getKey(), 0))
                        .collect(Collectors.joining(","));
            }
            default -> throw new IllegalArgumentException(words[0] + " is none of delay, reset, traffic");
        }
        return "ok";
    }
}
