using System.Runtime.Versioning;
using KubeApi.Client.Configuration;

namespace KubeApi.Tests.Client;

public sealed class SecretFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubeapi-secret-");

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void Only_the_owner_can_read_it()
    {
        SecretFile.Write(PathOf("a"), "secret"u8, overwrite: false);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("a")));
        Assert.Equal("secret", File.ReadAllText(PathOf("a")));
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void A_world_readable_file_is_replaced_by_a_private_one()
    {
        File.WriteAllText(PathOf("a"), "old");
        File.SetUnixFileMode(PathOf("a"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        using var reader = File.OpenRead(PathOf("a"));

        SecretFile.Write(PathOf("a"), "secret"u8, overwrite: true);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("a")));
        // An open handle still refers to the old file.
        Assert.Equal("old", new StreamReader(reader).ReadToEnd());
    }

    [UnixFact]
    public void A_symbolic_link_keeps_its_target()
    {
        File.WriteAllText(PathOf("a"), "old");
        File.CreateSymbolicLink(PathOf("link"), PathOf("a"));

        SecretFile.Write(PathOf("link"), "secret"u8, overwrite: true);

        Assert.Equal(PathOf("a"), new FileInfo(PathOf("link")).LinkTarget);
        Assert.Equal("secret", File.ReadAllText(PathOf("a")));
    }

    [Fact]
    public void An_existing_file_is_kept_without_leftovers()
    {
        File.WriteAllText(PathOf("a"), "old");

        Assert.Throws<IOException>(() => SecretFile.Write(PathOf("a"), "secret"u8, overwrite: false));

        Assert.Equal("old", File.ReadAllText(PathOf("a")));
        Assert.Single(_folder.GetFiles());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
