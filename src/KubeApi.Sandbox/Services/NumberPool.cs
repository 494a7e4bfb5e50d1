using System.Security.Cryptography;

namespace KubeApi.Sandbox.Services;

/// <summary>A pool of numbers, each allocated to one owner at a time.</summary>
/// <param name="first">The first number of the range.</param>
/// <param name="last">The last number of the range.</param>
/// <param name="reserved">The number of first ones that are allocated dynamically only when all others are taken.</param>
internal sealed class NumberPool(int first, int last, int reserved)
{
    private readonly Dictionary<int, string> _owners = [];

    public bool Contains(int number) => number >= first && number <= last;

    public bool IsTaken(int number, string owner) => _owners.TryGetValue(number, out var holder) && holder != owner;

    /// <summary>Any free number; null if there is none.</summary>
    /// <param name="except">Numbers to treat as taken.</param>
    public int? Next(IReadOnlyCollection<int> except) => Next(first + reserved, last, except) ?? Next(first, first + reserved - 1, except);

    public void Take(int number, string owner) => _owners[number] = owner;

    /// <summary>Releases a number, unless it has another owner now.</summary>
    public void Release(int number, string owner)
    {
        if (!IsTaken(number, owner))
        {
            _owners.Remove(number);
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
