package sleeper.faults;

import java.util.Set;

/**
 * Faults that cannot occur, or of which nothing can come, at some places.
 *
 * @param places operations, or methods as {@link CallSite#method} has them
 * @param reason in a line
 */
public record Impossible(Set<Fault> faults, Set<String> places, String reason) {
    boolean covers(CallSite site, Fault fault) {
        return places.stream().anyMatch(place -> covers(place, site, fault));
    }

    boolean covers(String place, CallSite site, Fault fault) {
        return faults.contains(fault) && (place.equals(site.operation()) || place.equals(site.method()));
    }
}
