package sleeper.core.launch;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sleeper.core.platform.SparkRelease;
import sleeper.core.util.Require;

/**
 * What a deployment has for runs on Spark.
 *
 * @param jars      URI of the Spark job's jars up to the word that each ends with, as {@link SparkRelease#jar} wants it
 * @param variables that name the instance to a driver, where it does not have them from what started it
 */
public record SparkSite(String jars, Map<String, String> variables) {
    public SparkSite {
        Require.notBlank("jars", jars);
        variables = Map.copyOf(variables);
    }

    /** @return a deployment whose drivers have the variables from what starts them */
    public static SparkSite of(String jars) {
        return new SparkSite(jars, Map.of());
    }

    /** @return the variables as properties of Spark, which a platform gives to drivers under names with this beginning; sorted */
    public Map<String, String> properties(String beginning) {
        return variables.entrySet().stream()
                .collect(Collectors.toMap(
                        variable -> beginning + variable.getKey(), Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }
}
