package sleeper.sort.read;

/** Counts what a scan reads and skips. */
final class SkipCounter {
    private int files;
    private int filesSkipped;
    private int rowGroups;
    private int rowGroupsSkipped;
    private int pages;
    private int pagesSkipped;

    void file(boolean wanted) {
        files++;
        filesSkipped += wanted ? 0 : 1;
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
