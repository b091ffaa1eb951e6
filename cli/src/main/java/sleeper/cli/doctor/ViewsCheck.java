package sleeper.cli.doctor;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sleeper.core.error.Fault;
import sleeper.core.error.SleeperException;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.table.TableName;
import sleeper.lambda.view.TableViews;
import sleeper.statestore.instance.Check;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.UnreachableException;
import sleeper.statestore.instance.ViewCatalog;

/** Looks at what other engines see of the tables. */
final class ViewsCheck {
    private static final String NAME = "views";

    private final Instance instance;

    ViewsCheck(Instance instance) {
        this.instance = instance;
    }

    Check look() {
        try {
            return views();
        } catch (SleeperException e) {
            return problem(e.faults().get(0));
        } catch (UnreachableException e) {
            return problem(e.faults().get(0));
        }
    }

    private static Check problem(Fault fault) {
        return Check.problem(NAME, fault.where() + ": " + fault.found(), fault.action());
    }

    private Check views() {
        if (!TableViews.of(instance.stores()).arePublished()) {
            return Check.ok(
                    NAME,
                    "published by 'sleeper iceberg TABLE' alone: " + InstanceSettings.ICEBERG_STACK
                            + " is not deployed");
        }
        List<String> namesakes = instance.viewCatalog() == ViewCatalog.NONE ? List.of() : namesakes();
        return namesakes.isEmpty()
                ? Check.ok(NAME, "published after each commit")
                : Check.warning(
                        NAME,
                        "of tables whose names differ by case only the Glue Data Catalog lists one: "
                                + String.join("; ", namesakes),
                        "Load the others into tables of other names.");
    }

    /** @return tables whose names differ by case only, those that are alike together */
    private List<String> namesakes() {
        return instance.stores().tables().list().stream()
                .map(TableName::value)
                .collect(
                        Collectors.groupingBy(name -> name.toLowerCase(Locale.ROOT), TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .filter(names -> names.size() > 1)
                .map(names -> String.join(", ", names))
                .toList();
    }
}
