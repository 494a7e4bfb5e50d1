using System.Security.Cryptography;

namespace KubeApi.Sandbox.Services;

/// <summary>Numbers that are given out, each to one owner at a time.</summary>
/// <param name="first">The first number of the range.</param>
/// <param name="last">The last number of the range.</param>
/// <param name="reserved">How many of the first ones are given to who asks for nothing only when all others are taken.</param>
internal sealed class NumberPool(int first, int last, int reserved)
{
    private readonly Dictionary<int, string> _owners = [];
    private readonly Dictionary<string, IReadOnlyList<int>> _held = new(StringComparer.Ordinal);

    public bool Contains(int number) => number >= first && number <= last;

    public bool IsTaken(int number, string owner) => _owners.TryGetValue(number, out var holder) && holder != owner;

    /// <summary>Any number that nobody has; null if there is none.</summary>
    /// <param name="except">What is as good as taken.</param>
    public int? Next(IReadOnlyCollection<int> except) => Next(first + reserved, last, except) ?? Next(first, first + reserved - 1, except);

    /// <summary>These are what the owner has now; what it had before is free.</summary>
    public void Hold(string owner, IReadOnlyList<int> numbers)
    {
        foreach (var number in _held.GetValueOrDefault(owner, []).Where(number => _owners.GetValueOrDefault(number) == owner))
        {
            _owners.Remove(number);
        }

        _held.Remove(owner);
        if (numbers.Count > 0)
        {
            _held[owner] = numbers;
        }

        foreach (var number in numbers)
        {
            _owners[number] = owner;
        }
    }

    private int? Next(int from, int to, IReadOnlyCollection<int> except)
    {
        var count = to - from + 1;
        var start = RandomNumberGenerator.GetInt32(count);
        for (var step = 0; step < count; step++)
        {
            var number = from + ((start + step) % count);
            if (!_owners.ContainsKey(number) && !except.Contains(number))
            {
                return number;
            }
        }

        return null;
    }
}
