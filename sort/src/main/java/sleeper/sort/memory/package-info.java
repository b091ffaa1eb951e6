/**
 * Memory that is lent and may be called back; start with {@link sleeper.sort.memory.MemoryPool}. An ingest task lends from
 * {@link sleeper.sort.memory.FixedMemory}; a host that counts memory for others too has a pool of its own.
 */
package sleeper.sort.memory;
