/** A catalog of views in memory, and the contract that every catalog keeps. Start at {@link sleeper.testkit.view.ViewCatalogContract}. */
package sleeper.testkit.view;
