/** How bad input is told, from the byte that is wrong to the person who can mend it; start with {@link sleeper.sort.fault.BadInputException}. */
package sleeper.sort.fault;
