using System.Text;

namespace KubeApi.Client.Json;

/// <summary>
/// Interns property names: ten thousand pods share one "metadata". The table has a fixed size, and a collision costs a new string. Safe for
/// many threads without a lock, since a slot is one reference.
/// </summary>
public sealed class NameTable
{
    private const int Slots = 4096;
    private const int MaxLength = 64;

    private readonly string?[] _names = new string?[Slots];

    /// <summary>Returns the name as a string, the same instance while it is in the table.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxLength)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        ref var slot = ref _names[Hash(utf8) & (Slots - 1)];
        var name = Volatile.Read(ref slot);
        // Non-ASCII names are never found.
        if (name is null || !Ascii.Equals(utf8, name))
        {
            name = Encoding.UTF8.GetString(utf8);
            Volatile.Write(ref slot, name);
        }

        return name;
    }

    // FNV-1a
    private static int Hash(ReadOnlySpan<byte> utf8)
    {
        var hash = 2166136261u;
        foreach (var b in utf8)
        {
            hash = (hash ^ b) * 16777619u;
        }

        return (int)(hash ^ (hash >> 15));
    }
}
