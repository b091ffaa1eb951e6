package sleeper.core.choice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.core.price.PriceList;
import sleeper.core.price.Span;
import sleeper.core.util.Amounts;

/** A cluster of instance types that the price list has not: what is asked for is taken to be there, at a cost that nobody knows. */
record UnknownNodes(Figures figures) {
    Assessment assess(
            Work work,
            Candidate candidate,
            SparkSize size,
            Span overhead,
            String cluster,
            List<String> types,
            List<String> obstacles) {
        int executors = size.mostExecutors();
        List<String> warnings =
                new ArrayList<>(new SparkShare(work, candidate, size).warnings(executors, Long.MAX_VALUE));
        types.forEach(type -> warnings.add(words(type, figures.prices())));
        return new Assessment(
                candidate.platform(),
                overhead.plus(
                        figures.workSeconds(candidate.engine(), work, Span.of((double) executors * size.cores()))),
                Optional.empty(),
                cluster + " with instances of " + String.join(", ", types) + ", for "
                        + Amounts.count(executors, "executor") + " of " + size.executorWords(),
                Optional.of(new SparkAdvice(figures.prices())
                        .of(work, candidate, size, Integer.MAX_VALUE, (any, memory) -> 0)),
                List.of(),
                obstacles,
                warnings);
    }

    static String words(String type, PriceList prices) {
        return "The " + prices.words() + " have no instance type " + type
                + ": neither the cost nor whether executors fit on it is known.";
    }
}
