using System.Buffers.Binary;
using System.Text;

namespace KubeApi.Client.Configuration;

/// <summary>A DNS query for an SRV record, and its response, as bytes (RFC 1035, section 4; RFC 2782).</summary>
internal static class SrvMessage
{
    private const int HeaderLength = 12;
    private const ushort TypeSrv = 33;
    private const ushort ClassInternet = 1;

    /// <summary>The query for a name; <paramref name="id"/> is repeated at the start of the response.</summary>
    /// <exception cref="ArgumentException">A label of the name is empty, or longer than 63 bytes.</exception>
    public static byte[] Query(ushort id, string name)
    {
        var message = new List<byte>(HeaderLength + name.Length + 6);
        Append(message, id);
        Append(message, 0x0100); // recursion desired
        Append(message, 1); // one question
        message.AddRange(new byte[6]);
        foreach (var label in name.Split('.'))
        {
            var bytes = Encoding.ASCII.GetBytes(label);
            if (bytes.Length is 0 or > 63)
            {
                throw new ArgumentException($"'{name}' is not a DNS name.", nameof(name));
            }

            message.Add((byte)bytes.Length);
            message.AddRange(bytes);
        }

        message.Add(0);
        Append(message, TypeSrv);
        Append(message, ClassInternet);
        return [.. message];
    }

    /// <summary>The port with the lowest priority; null if the bytes are not a response to this query, or a failure, or have no such record.</summary>
    public static int? Port(ReadOnlySpan<byte> response, ushort id)
    {
        const int ResponseAndCode = 0x800f;
        if (response.Length < HeaderLength || Number(response, 0) != id || (Number(response, 2) & ResponseAndCode) != 0x8000)
        {
            return null;
        }

        var position = HeaderLength;
        for (var questions = Number(response, 4); questions > 0; questions--)
        {
            if (!SkipName(response, ref position) || !Skip(response, ref position, 4))
            {
                return null;
            }
        }

        (int Priority, int Port)? best = null;
        for (var records = Number(response, 6); records > 0; records--)
        {
            // type, class, 4 bytes of lifetime, length
            if (!SkipName(response, ref position) || position + 10 > response.Length)
            {
                break;
            }

            var (type, length, data) = (Number(response, position), Number(response, position + 8), position + 10);
            position = data;
            if (!Skip(response, ref position, length))
            {
                break;
            }

            // priority, weight, port, target
            if (type == TypeSrv && length >= 7 && Number(response, data + 4) is var port and > 0
                && (best is null || Number(response, data) < best.Value.Priority))
            {
                best = (Number(response, data), port);
            }
        }

        return best?.Port;
    }

    // Pointers are skipped, not followed, so a cycle of pointers does no harm.
    private static bool SkipName(ReadOnlySpan<byte> message, ref int position)
    {
        while (position < message.Length)
        {
            var length = message[position];
            if (length >= 0xc0)
            {
                return Skip(message, ref position, 2);
            }

            if (!Skip(message, ref position, length + 1))
            {
                return false;
            }

            if (length == 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Skip(ReadOnlySpan<byte> message, ref int position, int count) => (position += count) <= message.Length;

    private static ushort Number(ReadOnlySpan<byte> message, int position) => BinaryPrimitives.ReadUInt16BigEndian(message[position..]);

    private static void Append(List<byte> message, ushort number)
    {
        message.Add((byte)(number >> 8));
        message.Add((byte)number);
    }
}
