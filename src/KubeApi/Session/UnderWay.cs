namespace KubeApi.Session;

/// <summary>What completion has asked a server for and has not got yet: whoever presses Tab again waits for the same answer. Safe for many threads.</summary>
internal sealed class UnderWay
{
    private readonly Dictionary<object, (object Question, Task Answer)> _asked = [];

    /// <summary>The question of a key that waits for its answer, or a new one.</summary>
    /// <param name="key">What is asked for.</param>
    /// <param name="ask">Asks; it is quick, and does not fail.</param>
    /// <param name="answerOf">When the answer is there.</param>
    public T Join<T>(object key, Func<T> ask, Func<T, Task> answerOf)
        where T : class
    {
        lock (_asked)
        {
            foreach (var old in _asked.Where(a => a.Value.Answer.IsCompleted).Select(a => a.Key).ToList())
            {
                _asked.Remove(old);
            }

            if (_asked.TryGetValue(key, out var known))
            {
                return (T)known.Question;
            }

            var question = ask();
            _asked[key] = (question, answerOf(question));
            return question;
        }
    }
}
