package sleeper.api.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sleeper.api.ApiRequest;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.Faults;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.util.Require;

/**
 * A request at the address that answers it. What its parts lack is told as an {@link InvalidRequestException}.
 *
 * @param request   the request
 * @param variables texts of its path, by name
 * @param known     names of what it may hold: parameters of its query if it reads, else fields of its body
 */
public record Call(ApiRequest request, Map<String, String> variables, Set<String> known) {
    private static final String NOT_UNDERSTOOD = "The request was not understood.";

    public Call {
        variables = Map.copyOf(variables);
        known = Set.copyOf(known);
    }

    /** @throws InvalidRequestException UNKNOWN_FIELD if its query has a parameter that the address does not take, or a read has a body */
    static Call of(ApiRequest request, Map<String, String> variables, Set<String> known) {
        expectKnown("the query", "parameter", request.query().keySet(), request.isRead() ? known : Set.of());
        if (request.isRead() && request.body().isPresent()) {
            throw refused(
                    Fault.of(ErrorCode.UNKNOWN_FIELD, "the request", "a body", "no body; parameters of the query"));
        }
        return new Call(request, variables, known);
    }

    static void expectKnown(String where, String kind, Collection<String> found, Set<String> known) {
        String allowed = known.isEmpty()
                ? "no " + kind
                : String.join(", ", known.stream().sorted().toList());
        Faults faults = new Faults();
        found.stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .forEach(name -> faults.add(ErrorCode.UNKNOWN_FIELD, where, kind + " '" + name + "'", allowed));
        faults.throwIfAny(NOT_UNDERSTOOD);
    }

    /** @return the text that the path has in the place of this name */
    public String variable(String name) {
        return Optional.ofNullable(variables.get(name)).orElseThrow();
    }

    /** @return a parameter of the query; empty if it is blank or not there */
    public Optional<String> query(String name) {
        return value(name).filter(text -> !text.isBlank());
    }

    /** @return a parameter of the query as it stands, which may be blank; empty if it is not there */
    public Optional<String> value(String name) {
        Require.that(known.contains(name), "the address does not say that it takes " + name);
        return Optional.ofNullable(request.query().get(name));
    }

    /** @return a number of the query from 1 to {@code most}; {@code usual} if it is not there */
    public int number(String name, int usual, int most) {
        return optionalNumber(name, 1, most).map(Long::intValue).orElse(usual);
    }

    /** @return a number of the query from {@code least} to {@code most}; empty if it is not there */
    public Optional<Long> optionalNumber(String name, long least, long most) {
        return query(name).map(text -> {
            try {
                long number = Long.parseLong(text);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw wrongNumber(name, text, least, most);
            }
            throw wrongNumber(name, text, least, most);
        });
    }

    private static InvalidRequestException wrongNumber(String name, String text, long least, long most) {
        return refused(
                Fault.of(ErrorCode.VALUE_OUT_OF_RANGE, "parameter " + name, "'" + text + "'", least + " to " + most));
    }

    /**
     * @return the body; an empty object if there is none
     * @throws InvalidRequestException WRONG_TYPE if it is no object; UNKNOWN_FIELD for each field that the address does not take
     */
    public ObjectNode body() {
        return BodyFields.object(request.body(), known);
    }

    static InvalidRequestException refused(Fault fault) {
        return new InvalidRequestException(NOT_UNDERSTOOD, List.of(fault));
    }
}
