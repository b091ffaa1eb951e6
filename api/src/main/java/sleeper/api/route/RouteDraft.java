package sleeper.api.route;

import java.util.ArrayList;
import java.util.List;
import sleeper.api.route.Route.Answer;
import sleeper.api.route.Route.Parameter;

/** An address of the API that is being described. For one thread. */
public final class RouteDraft {
    private final String method;
    private final List<String> segments;
    private final String does;
    private final List<Parameter> parameters = new ArrayList<>();

    RouteDraft(String method, List<String> segments, String does) {
        this.method = method;
        this.segments = segments;
        this.does = does;
    }

    /** @param meaning what it is, and what it is if it is left out */
    public RouteDraft takes(String name, String meaning) {
        parameters.add(new Parameter(name, meaning));
        return this;
    }

    /** @param gives the form of the answer, such as <code>{"jobs":[…]}</code> */
    public Route gives(String gives, Answer answer) {
        return new Route(method, segments, does, parameters, gives, answer);
    }
}
