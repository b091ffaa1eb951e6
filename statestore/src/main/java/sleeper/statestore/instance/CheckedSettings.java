package sleeper.statestore.instance;

import java.util.List;
import java.util.Map;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.settings.PropertyChecks;
import sleeper.core.settings.PropertyFile;
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
        Map<String, String> ofInstance = PropertyFile.withoutRemarks(stores.instanceProperties());
        Map<String, String> ofTable = PropertyFile.withoutRemarks(stores.tableProperties(table));
        List<Fault> instanceFaults = PropertyChecks.instance("instance.properties", ofInstance);
        List<Fault> tableFaults = PropertyChecks.table("tables/" + table + ".properties", ofTable);
        into.addAll(instanceFaults);
        into.addAll(tableFaults);
        return Settings.ofInstance(instanceFaults.isEmpty() ? ofInstance : Map.of())
                .withTable(tableFaults.isEmpty() ? ofTable : Map.of());
    }

    /**
     * @return the instance's settings; its defaults if the properties are faulty or no properties at all, since what is told of a
     *     job must be told
     */
    public Settings ofInstance() {
        Map<String, String> ofInstance;
        try {
            ofInstance = PropertyFile.withoutRemarks(stores.instanceProperties());
        } catch (InvalidRequestException e) {
            return Settings.ofInstance(Map.of());
        }
        return Settings.ofInstance(
                PropertyChecks.instance("instance.properties", ofInstance).isEmpty() ? ofInstance : Map.of());
    }
}
