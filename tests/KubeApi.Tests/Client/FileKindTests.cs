using System.Net.Sockets;
using KubeApi.Client.Configuration;

namespace KubeApi.Tests.Client;

public sealed class FileKindTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubeapi-kind-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("text")]
    public void A_regular_file_has_no_other_kind(string text)
    {
        File.WriteAllText(In("file"), text);

        Assert.Null(FileKind.OtherThanRegular(In("file")));
    }

    [Fact]
    public void A_missing_file_has_no_other_kind() => Assert.Null(FileKind.OtherThanRegular(In("none")));

    [Fact]
    public void A_folder_is_recognized() => Assert.Equal("a folder", FileKind.OtherThanRegular(_folder.FullName));

    [UnixFact]
    public void A_link_is_not_followed()
    {
        File.CreateSymbolicLink(In("link"), _folder.FullName);

        Assert.Equal("a link", FileKind.OtherThanRegular(In("link")));
    }

    [UnixFact]
    public void A_device_is_recognized() => Assert.Equal("a device", FileKind.OtherThanRegular("/dev/null"));

    [UnixFact]
    public void A_socket_is_recognized()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(In("socket")));

        Assert.Equal("a socket", FileKind.OtherThanRegular(In("socket")));
    }

    // An exclusive stream locks the file: opening it fails, as for a socket.
    [UnixFact]
    public void An_empty_locked_file_is_regular()
    {
        using var stream = new FileStream(In("locked"), FileMode.CreateNew, FileAccess.Write, FileShare.None);

        Assert.Null(FileKind.OtherThanRegular(In("locked")));
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);
}
