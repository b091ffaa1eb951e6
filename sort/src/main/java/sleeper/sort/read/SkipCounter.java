package sleeper.sort.read;

import java.util.List;
import sleeper.core.key.Region;
import sleeper.core.table.DataFile;

/** Counts what a scan reads and skips. */
final class SkipCounter {
    private int files;
    private int filesSkipped;
    private int rowGroups;
    private int rowGroupsSkipped;
    private int pages;
    private int pagesSkipped;

    /** @return the files that may have rows in a region */
    List<DataFile> wanted(List<DataFile> all, Region region) {
        List<DataFile> wanted =
                all.stream().filter(file -> file.cutFor().overlaps(region)).toList();
        files += all.size();
        filesSkipped += all.size() - wanted.size();
        return wanted;
    }

    void rowGroup(boolean wanted) {
        rowGroups++;
        rowGroupsSkipped += wanted ? 0 : 1;
    }

    void pages(int count, int skipped) {
        pages += count;
        pagesSkipped += skipped;
    }

    SkipCounts counts() {
        return new SkipCounts(files, filesSkipped, rowGroups, rowGroupsSkipped, pages, pagesSkipped);
    }
}
