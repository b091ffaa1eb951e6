package sleeper.core.choice;

import sleeper.core.price.PriceList;
import sleeper.core.util.Amounts;

/** Sentences about EMR clusters, own and permanent. */
final class ClusterWords {
    private ClusterWords() {}

    static String noPrice(String type, PriceList prices) {
        return "The " + prices.words() + " have no instance type " + type
                + ": neither the cost nor whether executors fit on it is known.";
    }

    static String executorsWait(int asked, int fit, int instances, String type, String property) {
        return Amounts.count(asked, "executor") + " are asked for, and "
                + Amounts.count(instances, "instance") + " of " + type
                + (instances == 1 ? " holds " : " hold ") + fit
                + " of them beside the driver: the rest never start. Raise " + property
                + ", or lower spark.executor.instances or spark.executor.memory.";
    }
}
