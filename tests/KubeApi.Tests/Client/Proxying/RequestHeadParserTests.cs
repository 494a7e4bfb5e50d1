using System.Text;
using KubeApi.Client.Proxying;

namespace KubeApi.Tests.Client.Proxying;

/// <summary>Ambiguous heads are faults; others are kept byte for byte.</summary>
public sealed class RequestHeadParserTests
{
    [Fact]
    public void A_head_keeps_its_bytes()
    {
        var head = Parse("PATCH /apis/apps/v1/x%2Fy?a=%20&b=.. HTTP/1.1\r\nHost: localhost:8001\r\nX-A:  b \r\nx-a:c\r\nContent-Length: 5\r\n\r\n");

        Assert.Equal(("PATCH", "/apis/apps/v1/x%2Fy?a=%20&b=.."), (head.Method, head.Target));
        Assert.Equal(("localhost:8001", 5L, true, false), (head.Host, head.BodyLength, head.KeepsAlive, head.IsUpgrade));
        Assert.Equal(["b", "c"], head.Headers.Where(h => h.Key.Equals("X-A", StringComparison.OrdinalIgnoreCase)).Select(h => h.Value));
    }

    [Theory]
    [InlineData("GET /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n", null)]
    [InlineData("GET /a HTTP/1.1\r\nHost: a\r\n\r\n", 0L)]
    [InlineData("GET /a HTTP/1.0\r\n\r\n", 0L)]
    [InlineData("GET /a/.b/...c HTTP/1.1\r\nHost: a\r\nImpersonate-User: gr\u00c3\u00b6\u00c3\u009fe\r\n\r\n", 0L)]
    public void The_length_of_a_body_is_read(string head, long? length) => Assert.Equal(length, Parse(head).BodyLength);

    [Theory]
    [InlineData("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\n")]
    [InlineData("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n")]
    [InlineData("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\n")]
    [InlineData("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n")]
    [InlineData("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")]
    [InlineData("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n")]
    [InlineData("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \u000bchunked\r\n\r\n")]
    [InlineData("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("POST /a HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n")]
    [InlineData("GET /a HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n")]
    [InlineData("GET /a HTTP/1.1\r\nHost: a\r\n\tX: b\r\n\r\n")]
    [InlineData("GET /a HTTP/1.1\r\n Host: a\r\n\r\n")]
    [InlineData("GET /a HTTP/1.1\nHost: a\r\n\r\n")]
    [InlineData("GET /a HTTP/1.1\r\nHost: a\n\r\n")]
    [InlineData("GET /a HTTP/1.1\r\nHost: a\n\n")]
    [InlineData("GET /a HTTP/1.1\r\nHost: a\rX: b\r\n\r\n")]
    [InlineData("GET /a HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n")]
    [InlineData("GET /a HTTP/1.1\r\nHost: a\r\nX: b\u0001c\r\n\r\n")]
    [InlineData("GET /a HTTP/1.1\r\nHost: a\r\nX: b\u00e4\r\n\r\n")]
    [InlineData("GET /a HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n")]
    [InlineData("GET /a HTTP/1.1\r\nHost: a\r\nX\r\n\r\n")]
    [InlineData("GET /a HTTP/1.1\r\nHost: a\r\nX Y: b\r\n\r\n")]
    [InlineData("GET /a HTTP/1.1\r\nHost: a\r\nX: b")]
    [InlineData("GET /a HTTP/1.1\r\n\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a HTTP/1.1\r\n\r\n")]
    [InlineData("GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("GET /a HTTP/1.1\r\nHost: a b\r\n\r\n")]
    [InlineData("GET /a HTTP/1.1\r\nHost: a@b\r\n\r\n")]
    [InlineData("GET http://a/a HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET a HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a/./b HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a/.. HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a/%2e%2E/b HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a%2f..%2fb HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a/%252e./b HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a\\b HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a%5cb HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a%0ab HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a%00 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a%zz HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a%2 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /\u00e4 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET  /a HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a\tHTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a HTTP/1.2\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a HTTP/2.0\r\nHost: a\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\n")]
    [InlineData("get /a HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("G<T /a HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData(" /a HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("\r\n\r\n")]
    [InlineData("")]
    public void An_ambiguous_head_is_a_fault(string head) => Assert.Throws<FormatException>(() => Parse(head));

    // A parsed head has the same meaning when it is written again.
    [Fact]
    public void Mutated_heads_are_rejected_or_keep_their_meaning()
    {
        var random = new Random(7);
        var valid = Encoding.Latin1.GetBytes(
            "POST /api/v1/namespaces/a/pods?x=1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 12\r\nConnection: close\r\nX-B: c\r\n\r\n");
        byte[] likely = [.. "\r\n\r\n: \t,;\0./%2e%2F5"u8];
        var parsed = 0;
        for (var round = 0; round < 100_000; round++)
        {
            var damaged = valid.ToList();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var (at, value) = (random.Next(damaged.Count), random.Next(3) == 0 ? (byte)random.Next(256) : likely[random.Next(likely.Length)]);
                switch (random.Next(3))
                {
                    case 0:
                        damaged[at] = value;
                        break;
                    case 1:
                        damaged.Insert(at, value);
                        break;
                    default:
                        damaged.RemoveAt(at);
                        break;
                }
            }

            RequestHead head;
            try
            {
                head = Parse(Encoding.Latin1.GetString(damaged.ToArray()));
            }
            catch (FormatException)
            {
                continue;
            }

            parsed++;
            var lines = head.Headers.Select(h => $"{h.Key}: {h.Value}\r\n");
            var again = Parse($"{head.Method} {head.Target} HTTP/1.{(head.IsHttp10 ? 0 : 1)}\r\n{string.Concat(lines)}\r\n");
            Assert.Equal((head.Method, head.Target, head.BodyLength, head.Host), (again.Method, again.Target, again.BodyLength, again.Host));
            Assert.Equal(head.Headers, again.Headers);
        }

        Assert.InRange(parsed, 1000, 99_000);
    }

    private static RequestHead Parse(string head)
    {
        var parsed = RequestHeadParser.Parse(Encoding.Latin1.GetBytes(head));
        RequestHeadParser.CheckPath(parsed);
        return parsed;
    }
}
