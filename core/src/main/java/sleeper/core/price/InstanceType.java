package sleeper.core.price;

import sleeper.core.util.Require;

/**
 * An EC2 instance type as EMR uses it, on demand.
 *
 * @param name        such as {@code m5.xlarge}
 * @param vcpus       its vCPUs
 * @param memoryMib   its memory, in MiB
 * @param yarnMib     of that, what EMR has YARN give to containers, in MiB
 * @param diskGib     the volumes that EMR attaches to it by default, in GiB
 * @param ec2PerHour  EC2's price of an hour
 * @param emrPerHour  what EMR adds to that
 */
public record InstanceType(
        String name, int vcpus, int memoryMib, int yarnMib, int diskGib, double ec2PerHour, double emrPerHour) {
    public InstanceType {
        Require.notBlank("name", name);
        Require.atLeast("vcpus", vcpus, 1);
        Require.atLeast("yarnMib", yarnMib, 1);
        Require.atLeast("memoryMib", memoryMib, yarnMib);
        Require.atLeast("diskGib", diskGib, 1);
        Require.that(ec2PerHour > 0 && emrPerHour > 0, "a price of " + name + " is not above 0");
    }
}
