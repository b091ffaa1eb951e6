package sleeper.sort.read;

/**
 * What a scan did not have to read, because statistics tell that no wanted row is there.
 *
 * @param files            files of the table
 * @param filesSkipped     files not opened, by the region they were cut for, or opened for their footer alone
 * @param rowGroups        row groups of the files that were opened
 * @param rowGroupsSkipped row groups not read
 * @param pages            pages of the first key, in the row groups that were read
 * @param pagesSkipped     of these the ones not read
 */
public record SkipCounts(
        int files, int filesSkipped, int rowGroups, int rowGroupsSkipped, int pages, int pagesSkipped) {
    @Override
    public String toString() {
        return "skipped " + filesSkipped + " of " + files + " files, " + rowGroupsSkipped + " of " + rowGroups
                + " row groups, " + pagesSkipped + " of " + pages + " pages";
    }
}
