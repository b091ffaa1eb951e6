package sleeper.stepfunctions.parse;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.stepfunctions.definition.DataFlow;
import sleeper.stepfunctions.definition.MapState;
import sleeper.stepfunctions.definition.Quantity;
import sleeper.stepfunctions.definition.StateGraph;
import sleeper.stepfunctions.expression.Expression;
import sleeper.stepfunctions.expression.PathExpression;
import sleeper.stepfunctions.expression.PayloadTemplate;

/**
 * Reads a Map state, in its current form (ItemProcessor, ItemSelector) and its older one (Iterator, Parameters). The fields of a
 * distributed Map are accepted, since a definition may hold one that is not reached.
 */
final class MapParser {
    private static final Expression ROOT = PathExpression.parsePath("$");

    private final String name;
    private final FieldReader fields;
    private final StateParser state;

    MapParser(String name, FieldReader fields, StateParser state) {
        this.name = name;
        this.fields = fields;
        this.state = state;
    }

    MapState parse() {
        DataFlow flow =
                state.data().paths().resultSelector().resultPath().assign().build();
        fields.exclusive("ItemProcessor", "Iterator");
        Optional<FieldReader> processor =
                fields.has("Iterator") ? fields.object("Iterator") : fields.requiredObject("ItemProcessor");
        boolean distributed = processor.map(this::isDistributed).orElse(false);
        Optional<StateGraph> graph = processor.flatMap(state::innerGraph);
        processor.ifPresent(reader -> {
            reader.ignore("Comment");
            reader.refuseOthers();
        });
        if (distributed) {
            fields.ignore("ItemReader", "ItemBatcher", "ResultWriter", "Label");
        }
        return new MapState(
                name,
                flow,
                distributed && fields.has("ItemReader")
                        ? Optional.empty()
                        : Optional.of(fields.path("ItemsPath").orElse(ROOT)),
                itemSelector(),
                graph.orElseGet(() -> new StateGraph("", Map.of())),
                distributed,
                quantity("MaxConcurrency", Integer.MAX_VALUE).orElse(Quantity.Fixed.of(0)),
                quantity("ToleratedFailureCount", Integer.MAX_VALUE),
                quantity("ToleratedFailurePercentage", 100),
                state.retriers(),
                state.catchers(),
                state.transition());
    }

    private boolean isDistributed(FieldReader processor) {
        Optional<FieldReader> config = processor.object("ProcessorConfig");
        if (config.isEmpty()) {
            return false;
        }
        Optional<String> mode = config.get().text("Mode");
        if (mode.isPresent() && !List.of("INLINE", "DISTRIBUTED").contains(mode.get())) {
            config.get().faultAt("Mode", "The value must be one of [INLINE, DISTRIBUTED], but is '" + mode.get() + "'");
        }
        boolean distributed = mode.filter("DISTRIBUTED"::equals).isPresent();
        Optional<String> type = config.get().text("ExecutionType");
        if (distributed && type.isEmpty()) {
            config.get().missing("ExecutionType");
        }
        config.get().refuseOthers();
        return distributed;
    }

    private Optional<PayloadTemplate> itemSelector() {
        fields.exclusive("ItemSelector", "Parameters");
        Optional<PayloadTemplate> selector = fields.template("ItemSelector");
        return selector.isPresent() ? selector : fields.template("Parameters");
    }

    private Optional<Quantity> quantity(String field, long most) {
        fields.exclusive(field, field + "Path");
        Optional<Quantity> path = fields.path(field + "Path").map(Quantity.At::new);
        return path.isPresent() ? path : fields.number(field, 0, most).map(Quantity.Fixed::new);
    }
}
