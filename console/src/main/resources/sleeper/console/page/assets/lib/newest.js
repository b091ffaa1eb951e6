// Of several questions whose answers may come in any order, only the newest's answer is taken. Unlike a `reader`, each is asked at once.

/**
 * @param ask    asks, given what the question is about
 * @param taken  called with the newest question's answer
 * @param failed called with what went wrong with the newest question, be it that it was not answered or that `taken` failed
 * @returns asks a question
 */
export function newest(ask, taken, failed) {
  let asked = 0;
  return async (...about) => {
    const mine = ++asked;
    try {
      const answer = await ask(...about);
      if (mine === asked) taken(answer);
    } catch (why) {
      if (mine === asked) failed(why);
    }
  };
}
