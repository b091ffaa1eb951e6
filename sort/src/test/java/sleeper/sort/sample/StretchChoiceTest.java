package sleeper.sort.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StretchChoiceTest {
    private static List<SampledRowGroup> rowGroups(int count, long rows, boolean hasPages) {
        return IntStream.range(0, count)
                .mapToObj(i -> new SampledRowGroup(i, 0, rows, hasPages))
                .toList();
    }

    private static List<Stretch> choose(List<SampledRowGroup> groups, int maxKeys) {
        return StretchChoice.of(groups, maxKeys, SamplePart.ALL);
    }

    private static long rows(List<Stretch> stretches) {
        return stretches.stream().mapToLong(each -> each.to() - each.from()).sum();
    }

    private static long keys(List<Stretch> stretches) {
        return stretches.stream().mapToLong(Stretch::keys).sum();
    }

    @Test
    void shouldReadAMillionRowsOfHugeRowGroupsWhosePagesCanBeFound() {
        // Given 6.4 thousand million rows
        List<SampledRowGroup> groups = rowGroups(64, 100_000_000, true);
        // When
        List<Stretch> stretches = choose(groups, 20_000);
        // Then 1,000 stretches lie in all row groups, as many in each
        assertThat(stretches).hasSize(1_000);
        assertThat(rows(stretches)).isEqualTo(1_000_000);
        assertThat(keys(stretches)).isEqualTo(20_000);
        Map<SampledRowGroup, Long> byGroup =
                stretches.stream().collect(Collectors.groupingBy(Stretch::group, Collectors.counting()));
        assertThat(byGroup.keySet()).containsExactlyInAnyOrderElementsOf(groups);
        assertThat(byGroup.values()).allMatch(count -> count >= 14 && count <= 17);
    }

    @Test
    void shouldReadMoreAndNeverMoreThanFourMillionRowsForMoreKeys() {
        // When there are keys for 5,000 leaves
        List<Stretch> stretches = choose(rowGroups(64, 100_000_000, true), 1_000_000);
        // Then
        assertThat(stretches).hasSize(4_000);
        assertThat(rows(stretches)).isEqualTo(4_000_000);
        assertThat(keys(stretches)).isEqualTo(1_000_000);
    }

    @Test
    void shouldReadFewerHugeRowGroupsWithoutPages() {
        assertThat(choose(rowGroups(64, 100_000_000, false), 20_000)).hasSize(16);
        assertThat(choose(rowGroups(100, 2_000_000, false), 20_000)).hasSize(32);
        assertThat(choose(rowGroups(100, 1_000_000, false), 20_000)).hasSize(64);
        assertThat(choose(rowGroups(1_000, 10_000, false), 20_000)).hasSize(400);
        assertThat(choose(rowGroups(5_000, 1_000, false), 20_000)).hasSize(1_000);
    }

    @Test
    void shouldReadAllRowsWhereTheyAreFew() {
        // When
        List<Stretch> stretches = choose(rowGroups(1_000, 4_000, true), 20_000);
        // Then
        assertThat(stretches).hasSize(1_000).allMatch(Stretch::isWhole);
        assertThat(keys(stretches)).isEqualTo(20_000);
    }

    @Test
    void shouldKeepKeysByTheRowsOfFilesWithAndWithoutPages() {
        // Given a quarter of the rows in files without pages
        List<SampledRowGroup> groups = new ArrayList<>(rowGroups(30, 1_000_000, true));
        groups.addAll(rowGroups(100, 100_000, false));
        // When
        List<Stretch> stretches = choose(groups, 40_000);
        // Then
        Map<Boolean, Long> keys = stretches.stream()
                .collect(Collectors.groupingBy(each -> each.group().hasPages(), Collectors.summingLong(Stretch::keys)));
        assertThat(keys.get(true)).isBetween(29_000L, 31_000L);
        assertThat(keys.get(false)).isBetween(9_000L, 11_000L);
    }

    @Test
    void shouldGiveEachRowGroupTheStretchesOfItsRows() {
        // Given one row group with half of the rows, between small ones
        List<SampledRowGroup> groups = new ArrayList<>(rowGroups(5_000, 1_000, true));
        SampledRowGroup large = new SampledRowGroup(5_000, 0, 10_000_000, true);
        groups.add(large);
        groups.addAll(rowGroups(5_000, 1_000, true));
        // When
        List<Stretch> stretches = choose(groups, 20_000);
        // Then
        assertThat(stretches).hasSize(1_000);
        assertThat(stretches.stream().filter(each -> each.group().equals(large)))
                .hasSizeBetween(499, 501);
    }

    @Test
    void shouldReadFilesThatAreSortedAlikeAtPlacesAllOverTheirRows() {
        // Given as many row groups as stretches
        List<Stretch> stretches = choose(rowGroups(1_000, 1_000_000, true), 20_000);
        // When
        Map<Long, Long> byTenth =
                stretches.stream().collect(Collectors.groupingBy(each -> each.from() / 100_000, Collectors.counting()));
        // Then
        assertThat(byTenth).hasSize(10);
        assertThat(byTenth.values()).allMatch(count -> count >= 98 && count <= 102);
    }

    @Test
    void shouldReadOfAFileItsShareOnly() {
        // Given one of 100 files, each with a row group of a million rows; 100 keys of each are wanted
        SamplePart part = new SamplePart(0, 0.01);
        // When / Then
        assertThat(rows(StretchChoice.of(rowGroups(1, 1_000_000, true), 100, part)))
                .isEqualTo(10_000);
        assertThat(StretchChoice.of(rowGroups(20, 50_000, false), 100, part)).hasSize(1);
        assertThat(rows(StretchChoice.of(rowGroups(4, 10_000, true), 100, part)))
                .isEqualTo(40_000);
    }

    @Test
    void shouldReadOtherRowsOfEachOfManyFilesThatAreSortedAlike() {
        // Given 1,000 files, of each of which one stretch is read
        Map<Long, Long> byTenth = IntStream.range(0, 1_000)
                .mapToObj(i -> StretchChoice.of(rowGroups(1, 1_000_000, true), 10, new SamplePart(i, 0.001)))
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(each -> each.from() / 100_000, Collectors.counting()));
        // When / Then
        assertThat(byTenth).hasSize(10);
        assertThat(byTenth.values()).allMatch(count -> count >= 98 && count <= 102);
    }
}
