package sleeper.sort.schema;

import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;

/** Which vector holds a column. */
public enum Storage {
    INT {
        @Override
        public Vector newVector() {
            return new IntVector();
        }
    },
    LONG {
        @Override
        public Vector newVector() {
            return new LongVector();
        }
    },
    BYTES {
        @Override
        public Vector newVector() {
            return new BytesVector();
        }
    };

    public abstract Vector newVector();
}
