package sleeper.statestore.instance;

import java.util.OptionalLong;
import sleeper.core.launch.SparkSite;

/** Port: what is known beforehand of the place where an instance's runs work. Safe for use by many threads. */
public interface RunSite {
    /** @return room where a run spills to, in bytes; empty if that cannot be told from here */
    OptionalLong freeBytes();

    /** @return whether a table without allowed sources may be loaded from any bucket */
    boolean anySourceByDefault();

    /** @return what the deployment has for runs on Spark */
    SparkSite spark();
}
