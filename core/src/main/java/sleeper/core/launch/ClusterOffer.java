package sleeper.core.launch;

import java.util.ArrayList;
import java.util.List;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.BulkImportSettings.Market;
import sleeper.core.settings.Settings;
import sleeper.core.util.Require;

/**
 * One way to have the executor nodes of a cluster: how they are paid for, and of which types they may be. Where there are none to be
 * had, the next one is asked for.
 *
 * @param market        of the executor nodes
 * @param executorTypes EC2 instance types, one or more
 */
public record ClusterOffer(Market market, List<String> executorTypes) {
    public ClusterOffer {
        Require.notNull("market", market);
        executorTypes = Require.notEmpty("executorTypes", executorTypes);
    }

    /**
     * @return what is asked for in turn, one or more: each list of instance types in the market of the settings; if that is not on
     *     demand, each list on demand after them
     */
    public static List<ClusterOffer> of(Settings settings) {
        List<List<String>> named = BulkImportSettings.typeLists(settings.get(BulkImportSettings.EMR_EXECUTOR_TYPES));
        List<List<String>> lists =
                named.isEmpty() ? List.of(List.of(settings.get(BulkImportSettings.EMR_EXECUTOR_TYPE))) : named;
        Market market = settings.get(BulkImportSettings.EMR_EXECUTOR_MARKET);
        List<ClusterOffer> offers = new ArrayList<>();
        lists.forEach(types -> offers.add(new ClusterOffer(market, types)));
        if (market != Market.ON_DEMAND) {
            lists.forEach(types -> offers.add(new ClusterOffer(Market.ON_DEMAND, types)));
        }
        return List.copyOf(offers);
    }

    /** @return the offer in words, for people */
    public String words() {
        return String.join(", ", executorTypes) + (market == Market.SPOT ? " as spot instances" : " on demand");
    }
}
