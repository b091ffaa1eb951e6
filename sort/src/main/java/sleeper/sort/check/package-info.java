/** Looks at input files before anything is run; start with {@link sleeper.sort.check.InputCheck}. */
package sleeper.sort.check;
