/**
 * Faults between a client of AWS and a server, one at each call of the drivers, and what is to be true after it. Start at
 * {@link sleeper.faults.FaultMatrix}; {@link sleeper.faults.FaultProxy} makes the faults, {@link sleeper.faults.CallSites} says which
 * request comes from where. {@link sleeper.faults.Traffic} counts what goes through the proxy, with or without faults.
 */
package sleeper.faults;
