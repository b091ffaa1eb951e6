package sleeper.stepfunctions.parse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.stepfunctions.definition.ChoiceState;
import sleeper.stepfunctions.definition.Comparison;
import sleeper.stepfunctions.definition.Condition;
import sleeper.stepfunctions.definition.DataFlow;
import sleeper.stepfunctions.definition.ValueType;
import sleeper.stepfunctions.expression.Expression;
import sleeper.stepfunctions.expression.PathExpression;

/** Reads a Choice state and its rules. */
final class ChoiceParser {
    private static final Condition NEVER = new Condition.Or(List.of());
    private static final Expression ROOT = PathExpression.parsePath("$");

    private final String name;
    private final FieldReader fields;
    private final GraphParser.Targets targets;
    private final DataFlowParser data;

    /** Makes the condition of an operator from the rule that holds it. */
    @FunctionalInterface
    private interface Operator {
        Condition read(FieldReader rule, Expression variable);
    }

    private static final Map<String, Operator> OPERATORS = operators();

    ChoiceParser(String name, FieldReader fields, GraphParser.Targets targets, VariableScopes scope) {
        this.name = name;
        this.fields = fields;
        this.targets = targets;
        this.data = new DataFlowParser(fields, scope);
    }

    ChoiceState parse() {
        DataFlow flow = data.paths().assign().build();
        List<FieldReader> readers = fields.objects("Choices");
        if (!fields.has("Choices")) {
            fields.missing("Choices");
        } else if (readers.isEmpty()) {
            fields.faultAt("Choices", "At least one rule is required");
        }
        List<ChoiceState.Rule> rules = new ArrayList<>();
        for (FieldReader reader : readers) {
            reader.ignore("Comment");
            Optional<String> next = reader.requiredText("Next");
            next.ifPresent(target -> targets.add(name, target, reader.pointerTo("Next")));
            rules.add(new ChoiceState.Rule(condition(reader), data.assign(reader), next.orElse("")));
            reader.refuseOthers();
        }
        Optional<String> defaultState = fields.text("Default");
        defaultState.ifPresent(target -> targets.add(name, target, fields.pointerTo("Default")));
        return new ChoiceState(name, flow, rules, defaultState);
    }

    private Condition condition(FieldReader rule) {
        List<String> composites =
                List.of("And", "Or", "Not").stream().filter(rule::has).toList();
        List<String> operators = OPERATORS.keySet().stream().filter(rule::has).toList();
        if (composites.size() + operators.size() != 1) {
            rule.fault("A rule must have exactly one operator, but has " + composites + operators);
            rule.ignore("Variable");
            return NEVER;
        }
        if (!composites.isEmpty()) {
            return composite(rule, composites.get(0));
        }
        if (!rule.has("Variable")) {
            rule.missing("Variable");
        }
        Expression variable = rule.path("Variable").orElse(ROOT);
        return OPERATORS.get(operators.get(0)).read(rule, variable);
    }

    private Condition composite(FieldReader rule, String operator) {
        if (operator.equals("Not")) {
            return new Condition.Not(rule.object("Not").map(this::nested).orElse(NEVER));
        }
        List<Condition> conditions =
                rule.objects(operator).stream().map(this::nested).toList();
        if (conditions.isEmpty()) {
            rule.faultAt(operator, "At least one rule is required");
        }
        return operator.equals("And") ? new Condition.And(conditions) : new Condition.Or(conditions);
    }

    private Condition nested(FieldReader rule) {
        rule.ignore("Comment");
        Condition condition = condition(rule);
        rule.refuseOthers();
        return condition;
    }

    private static Map<String, Operator> operators() {
        Map<String, Operator> operators = new LinkedHashMap<>();
        operators.put("IsPresent", (rule, variable) -> new Condition.IsPresent(variable, rule.flag("IsPresent")));
        for (ValueType type : ValueType.values()) {
            operators.put(
                    type.operator(),
                    (rule, variable) -> new Condition.IsType(variable, type, rule.flag(type.operator())));
        }
        for (Comparison comparison : Comparison.values()) {
            operators.put(comparison.operator(), (rule, variable) -> withConstant(comparison, rule, variable));
            if (comparison.hasPathForm()) {
                String field = comparison.operator() + "Path";
                operators.put(
                        field,
                        (rule, variable) -> rule.path(field)
                                .map(path -> (Condition)
                                        new Condition.Compares(variable, comparison, new Condition.Operand.At(path)))
                                .orElse(NEVER));
            }
        }
        return operators;
    }

    private static Condition withConstant(Comparison comparison, FieldReader rule, Expression variable) {
        return rule.value(comparison.operator())
                .map(value -> {
                    if (!comparison.operands().accepts(value)) {
                        rule.faultAt(
                                comparison.operator(),
                                "The value must be " + comparison.operands().description());
                    }
                    return (Condition) new Condition.Compares(variable, comparison, new Condition.Operand.Fixed(value));
                })
                .orElse(NEVER);
    }
}
