package sleeper.stepfunctions.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sleeper.stepfunctions.http.Refusal.Reason;

/**
 * What keeps web pages away from any endpoint of this machine, whatever its protocol: a request's {@code Host} is this machine's, and no
 * browser says that a page sent it ({@code Origin}, {@code Sec-Fetch-Site}). {@link Guard} has it, and adds what AWS JSON allows.
 */
public final class PageGuard implements RequestGuard {
    private static final Set<String> NAMES = Set.of("127.0.0.1", "[::1]", "localhost");
    private static final Pattern UNDER_LOCALHOST = Pattern.compile("([a-z0-9_-]{1,63}\\.){1,32}localhost");
    private static final Set<String> FROM_OWN_PAGES = Set.of("same-origin", "none");
    private static final int LONGEST_QUOTE = 200;
    private static final String NO_PAGE = "No page may use this endpoint, whatever its origin. Send the request"
            + " from a program, such as an AWS SDK or the AWS CLI.";
    private static final String OWN_PAGES =
            "Only pages of this endpoint may use it. Open one of them, or send the request from a program.";

    private final int port;
    private final Set<String> hosts;
    private final boolean ownPages;

    /**
     * @param port  where the endpoint listens, which a {@code Host} may name
     * @param hosts further names of this machine, each for this port, or with a port of its own as {@code name:port}
     */
    public PageGuard(int port, Set<String> hosts) {
        this(port, hosts, false);
    }

    private PageGuard(int port, Set<String> hosts, boolean ownPages) {
        this.port = port;
        this.ownPages = ownPages;
        this.hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @return a guard of an endpoint that has pages of its own, which may send it whatever they like; other pages may only link to them
     */
    public static PageGuard ofOwnPages(int port, Set<String> hosts) {
        return new PageGuard(port, hosts, true);
    }

    @Override
    public Optional<Refusal> refuse(RequestHead head) {
        return foreignHost(head).or(() -> ownPages ? foreignPage(head) : page(head));
    }

    private static Optional<Refusal> foreignPage(RequestHead head) {
        String own = "http://" + head.only("Host").orElse("");
        Optional<Refusal> origin = head.all("Origin").stream()
                .filter(named -> !named.equalsIgnoreCase(own))
                .findFirst()
                .flatMap(named -> fromPage("Origin is " + quoted(named), OWN_PAGES));
        return origin.or(() -> isLink(head)
                ? Optional.empty()
                : head.all("Sec-Fetch-Site").stream()
                        .filter(site -> !FROM_OWN_PAGES.contains(site))
                        .findFirst()
                        .flatMap(site -> fromPage("Sec-Fetch-Site is " + quoted(site), OWN_PAGES)));
    }

    /** @return whether somebody follows a link to a page, which shows nothing but itself */
    private static boolean isLink(RequestHead head) {
        return head.method().equals("GET")
                && head.only("Sec-Fetch-Mode").filter("navigate"::equals).isPresent()
                && head.only("Sec-Fetch-Dest").filter("document"::equals).isPresent();
    }

    private Optional<Refusal> foreignHost(RequestHead head) {
        String host = head.only("Host").orElse("");
        if (isOurs(host.toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        return refusal("The header Host is " + quoted(host)
                + ". It must be 127.0.0.1, [::1], localhost or a name under .localhost, with the"
                + " port " + port + " or without one. If " + quoted(host)
                + " is a name of this machine, add it to the"
                + " instance property sleeper.local.hosts.");
    }

    private boolean isOurs(String host) {
        if (hosts.contains(host)) {
            return true;
        }
        String ownPort = ":" + port;
        String name = host.endsWith(ownPort) ? host.substring(0, host.length() - ownPort.length()) : host;
        return NAMES.contains(name) || UNDER_LOCALHOST.matcher(name).matches() || hosts.contains(name);
    }

    private static Optional<Refusal> page(RequestHead head) {
        List<String> origins = head.all("Origin");
        if (!origins.isEmpty()) {
            return fromPage("Origin is " + quoted(origins.get(0)), NO_PAGE);
        }
        return head.all("Sec-Fetch-Site").stream()
                .filter(site -> !site.equals("none"))
                .findFirst()
                .flatMap(site -> fromPage("Sec-Fetch-Site is " + quoted(site), NO_PAGE));
    }

    private static Optional<Refusal> fromPage(String header, String allowed) {
        return refusal("A web page sent this: the header " + header + ". " + allowed);
    }

    private static Optional<Refusal> refusal(String message) {
        return Optional.of(new Refusal(Reason.NOT_FROM_HERE, message));
    }

    static String quoted(String value) {
        return "'" + (value.length() <= LONGEST_QUOTE ? value : value.substring(0, LONGEST_QUOTE) + "…") + "'";
    }
}
