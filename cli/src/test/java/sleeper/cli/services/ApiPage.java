package sleeper.cli.services;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import sleeper.api.Api;
import sleeper.api.route.Route;
import sleeper.api.route.Route.Parameter;

/** The reference page of the API, made from the routes that answer. */
final class ApiPage {
    static final String PATH = "docs/reference/api.md";

    private static final String INTRODUCTION = """
            # The JSON API

            <!-- Made from the routes of sleeper.api: change those, then run mvn -pl cli -am verify -Dpages.write -->

            What the console and clients ask of an instance. `./sleeper local` serves it on 127.0.0.1; `local.json` in the home has its address
            (`api`) and the token of programs (`api.token`), which they send as `Authorization: Bearer TOKEN`. All addresses below begin with
            `/api/v1`. A text that stands in the path or the query is encoded as in a URL, with its slashes. What a request holds beyond the
            parameters below is refused.

            Bodies are JSON, at most 4 MiB. A field that is left out may be `null`. An error is
            `{"error":{"code","message","summary","faults":[{"code","where","found","allowed","action","location"?}]}}`, with the codes of the
            [list of errors](errors.md); the message holds the summary and all faults.

            | status | means |
            |---|---|
            | 400 | the request is wrong, or what it asks for is refused |
            | 401 | no key, or one that is not known |
            | 403 | a page of another origin, or a name that is not this machine's |
            | 404 | no such job, table, message, execution or address |
            | 409 | it may not be done now: the job's status, a table or an id that is there already |
            | 413 | the request, or what a function would reply, is too large |
            | 500 | it went wrong, and part of it may have been done |
            | 503 | a service did not answer; nothing was done, so the request may be sent again |

            A page of the console gets its keys by `POST /session` with the token of the address that it was opened with, `{"token"}`, and the
            header `X-Sleeper-Console: 1`: a cookie, and `{"secret"}`, which it sends as `X-Sleeper-Secret`; with what changes something it
            sends `X-Sleeper-Console: 1` too. `POST /tokens` gives programs `{"url"}`, the address of a page with a fresh token.

            `GET /changes?of=PATH` streams what a reading address says (`text/event-stream`): at once, and whenever it says something else. An
            event has the hash of the value as its `id`, the name `value` or `error`, and the JSON in one line. A reader that sends the last
            hash as `Last-Event-ID` or `last` is not sent that value again.

            On AWS the function `sleeper-ID-api` answers instead, invoked by its alias `live` with `{"method","path","query","body"}`: a path as
            above with `/api/v1`, a query as an object of texts that are not encoded, a body of JSON. Its reply is `{"status","body"}`, at most
            6,000,000 bytes; `LIMIT_EXCEEDED` says that it would have been more. [Who may](../how-to/deploy.md#let-programs-use-it) is for the
            account to say.
            """;

    private ApiPage() {}

    /**
     * @param api        of this machine
     * @param everywhere what a deployed instance answers, too
     * @return the page in Markdown
     */
    static String render(Api api, Api everywhere) {
        Set<String> patterns = everywhere.routes().stream().map(Route::pattern).collect(Collectors.toSet());
        StringBuilder page = new StringBuilder(INTRODUCTION);
        append(page, "Reading", "GET", "parameter", api, patterns);
        append(page, "Acting", "POST", "field of the body", api, patterns);
        return page.toString();
    }

    private static void append(
            StringBuilder page, String title, String method, String kind, Api api, Set<String> everywhere) {
        page.append("\n## ").append(title).append('\n');
        List<Route> routes = api.routes().stream()
                .filter(route -> route.method().equals(method))
                .sorted(Comparator.comparing(Route::pattern))
                .toList();
        for (Route route : routes) {
            page.append("\n### ")
                    .append(method)
                    .append(' ')
                    .append(route.pattern())
                    .append("\n\n");
            page.append(route.does())
                    .append(everywhere.contains(route.pattern()) ? "" : " On this machine alone.")
                    .append("\n\nAnswer: ")
                    .append(form(route.gives()))
                    .append('\n');
            if (!route.parameters().isEmpty()) {
                page.append("\n| ").append(kind).append(" | is |\n|---|---|\n");
                route.parameters().forEach(parameter -> page.append(row(parameter)));
            }
        }
    }

    private static String row(Parameter parameter) {
        return "| `" + parameter.name() + "` | " + parameter.meaning().replace("|", "\\|") + " |\n";
    }

    /** @return JSON as code, words as they are */
    private static String form(String gives) {
        return gives.contains("{") ? "`" + gives.replace("`", "") + "`" : gives;
    }
}
