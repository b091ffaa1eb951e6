package sleeper.statestore.instance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.settings.PropertyChecks;
import sleeper.core.settings.Settings;
import sleeper.core.table.TableName;

/** Reads settings from the stores, held against the catalogue each time. Safe for use by many threads. */
public final class CheckedSettings {
    private final InstanceStores stores;

    public CheckedSettings(InstanceStores stores) {
        this.stores = stores;
    }

    /**
     * @param into receives what is wrong with the properties; the faulty files then count as empty
     * @return the settings of the instance and the table
     */
    public Settings read(TableName table, List<Fault> into) {
        String ofTable = "tables/" + table + ".properties";
        return ofInstance(into)
                .withTable(checked(
                        () -> stores.tableProperties(table),
                        properties -> PropertyChecks.table(ofTable, properties),
                        into));
    }

    /**
     * @param into as for {@link #read}
     * @return the instance's settings
     */
    public Settings ofInstance(List<Fault> into) {
        return Settings.ofInstance(
                checked(
                        stores::instanceProperties,
                        properties -> PropertyChecks.instance("instance.properties", properties),
                        into),
                stores.defaultProperties());
    }

    /**
     * @return the instance's settings; its defaults if the properties are faulty or no properties at all, since what is told of a
     *     job must be told
     */
    public Settings ofInstance() {
        return ofInstance(new ArrayList<>());
    }

    private static Map<String, String> checked(
            Supplier<Map<String, String>> read, Function<Map<String, String>, List<Fault>> check, List<Fault> into) {
        try {
            Map<String, String> properties = read.get();
            List<Fault> faults = check.apply(properties);
            into.addAll(faults);
            return faults.isEmpty() ? properties : Map.of();
        } catch (InvalidRequestException e) {
            into.addAll(e.faults());
            return Map.of();
        }
    }
}
