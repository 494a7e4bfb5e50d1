using System.Text;

namespace KubeApi.Output;

/// <summary>
/// Gives the same string for the same property name, of a session's objects: ten thousand pods have one "metadata". Of a fixed size; a
/// collision costs a new string. Safe for many threads without a lock, since a slot is one reference.
/// </summary>
internal sealed class NameTable
{
    private const int Slots = 4096;
    private const int MaxLength = 64;

    private readonly string?[] _names = new string?[Slots];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxLength)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        ref var slot = ref _names[Hash(utf8) & (Slots - 1)];
        var name = Volatile.Read(ref slot);
        // A name that is not ASCII is made anew each time.
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
