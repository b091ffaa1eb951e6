package sleeper.core.choice;

/** Says what a run would be on one kind of machines. */
interface Assessor {
    Assessment assess(Work work, Candidate candidate, Site site);
}
