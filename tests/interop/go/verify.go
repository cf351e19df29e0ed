// Verifies tlog-tiles folders and .tlog-proof files with the packages of Go's
// checksum database.
//
//	verify VKEY ORIGIN < questions
//
// A question a line: `log`, folder; or `proof`, file, entry file; parted by
// tabs. Answers `ok` or `refused <why>`.
//
// Every tile is computed from the entries and compared. tlog.TileHashReader is
// not used: its versions before x/mod 0.40 leave tiles unauthenticated.
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type verifier struct {
	keys   note.Verifiers
	origin string
}

type checkpoint struct {
	size int64
	root tlog.Hash
}

func parseHash(text string) (tlog.Hash, error) {
	var hash tlog.Hash
	data, err := base64.StdEncoding.DecodeString(text)
	if err == nil && len(data) != len(hash) {
		err = errors.New("not 32 bytes")
	}
	copy(hash[:], data)
	return hash, err
}

func parseDecimal(text string) (int64, error) {
	number, err := strconv.ParseInt(text, 10, 64)
	if err == nil && (number < 0 || strconv.FormatInt(number, 10) != text) {
		err = errors.New("no plain decimal number")
	}
	return number, err
}

func (v verifier) openCheckpoint(data []byte) (checkpoint, error) {
	var c checkpoint
	opened, err := note.Open(data, v.keys)
	if err != nil {
		return c, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[len(lines)-1] != "" {
		return c, errors.New("not three lines")
	}
	for _, line := range lines[:len(lines)-1] {
		if line == "" {
			return c, errors.New("empty line")
		}
	}
	if lines[0] != v.origin {
		return c, errors.New("another origin")
	}
	if c.size, err = parseDecimal(lines[1]); err != nil {
		return c, err
	}
	c.root, err = parseHash(lines[2])
	return c, err
}

// rootOf is tlog.TreeHash, and the root of no leaves.
func rootOf(size int64, hashes tlog.HashReader) (tlog.Hash, error) {
	if size == 0 {
		return sha256.Sum256(nil), nil
	}
	return tlog.TreeHash(size, hashes)
}

// layoutPath is the path of a tile without the height that Go's has.
func layoutPath(tile tlog.Tile) string {
	return "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
}

// tilesOf lists the tiles of a tree; tlog.NewTiles lists each partial tile at
// every width it ever had.
func tilesOf(size int64) []tlog.Tile {
	var tiles []tlog.Tile
	for level := 0; size > 0; level++ {
		for n := int64(0); n < size>>height; n++ {
			tiles = append(tiles, tlog.Tile{H: height, L: level, N: n, W: 1 << height})
		}
		if rest := int(size % (1 << height)); rest > 0 {
			tiles = append(tiles, tlog.Tile{H: height, L: level, N: size >> height, W: rest})
		}
		size >>= height
	}
	return tiles
}

// readFile reads the tile or, when there is none, the full one in its place.
func readFile(folder string, tile tlog.Tile) ([]byte, tlog.Tile, error) {
	data, err := os.ReadFile(filepath.Join(folder, layoutPath(tile)))
	if errors.Is(err, os.ErrNotExist) && tile.W < 1<<height {
		tile.W = 1 << height
		data, err = os.ReadFile(filepath.Join(folder, layoutPath(tile)))
	}
	return data, tile, err
}

func readEntries(folder string, number int64, width int) ([][]byte, error) {
	// Level -1 is Go's name for data tiles, `data`; the layout says `entries`.
	bundle := tlog.Tile{H: height, L: -1, N: number, W: width}
	path := func(t tlog.Tile) string {
		return filepath.Join(folder,
			strings.Replace(layoutPath(t), "tile/data/", "tile/entries/", 1))
	}
	data, err := os.ReadFile(path(bundle))
	if errors.Is(err, os.ErrNotExist) {
		bundle.W = 1 << height
		data, err = os.ReadFile(path(bundle))
	}
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
			return nil, errors.New("bundle is cut")
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		entries = append(entries, data[2:end])
		data = data[end:]
	}
	if len(entries) != bundle.W {
		return nil, errors.New("number of entries")
	}
	return entries[:width], nil
}

func (v verifier) verifyLog(folder string) error {
	data, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return err
	}
	c, err := v.openCheckpoint(data)
	if err != nil {
		return err
	}
	if c.size > 10_000_000 {
		return errors.New("more than this program is for")
	}
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			hashes[i] = stored[index]
		}
		return hashes, nil
	})
	for begin := int64(0); begin < c.size; begin += 1 << height {
		width := c.size - begin
		if width > 1<<height {
			width = 1 << height
		}
		entries, err := readEntries(folder, begin>>height, int(width))
		if err != nil {
			return err
		}
		for i, entry := range entries {
			hashes, err := tlog.StoredHashes(begin+int64(i), entry, reader)
			if err != nil {
				return err
			}
			stored = append(stored, hashes...)
		}
	}
	root, err := rootOf(c.size, reader)
	if err != nil {
		return err
	}
	if root != c.root {
		return errors.New("root")
	}
	for _, tile := range tilesOf(c.size) {
		expected, err := tlog.ReadTileData(tile, reader)
		if err != nil {
			return err
		}
		data, found, err := readFile(folder, tile)
		if err != nil {
			return err
		}
		if len(data) != found.W*tlog.HashSize ||
			!bytes.Equal(data[:len(expected)], expected) {
			return errors.New(layoutPath(found))
		}
	}
	return nil
}

func (v verifier) verifyProof(proofPath, entryPath string) error {
	data, err := os.ReadFile(proofPath)
	if err != nil {
		return err
	}
	entry, err := os.ReadFile(entryPath)
	if err != nil {
		return err
	}
	head, signed, found := strings.Cut(string(data), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("first line")
	}
	lines = lines[1:]
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		text := strings.TrimPrefix(lines[0], "extra ")
		if _, err := base64.StdEncoding.DecodeString(text); err != nil {
			return err
		}
		lines = lines[1:]
	}
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "index ") {
		return errors.New("index line")
	}
	index, err := parseDecimal(strings.TrimPrefix(lines[0], "index "))
	if err != nil {
		return err
	}
	var path tlog.RecordProof
	for _, line := range lines[1:] {
		hash, err := parseHash(line)
		if err != nil {
			return err
		}
		path = append(path, hash)
	}
	c, err := v.openCheckpoint([]byte(signed))
	if err != nil {
		return err
	}
	return tlog.CheckRecord(path, c.size, c.root, index, tlog.RecordHash(entry))
}

func main() {
	key, err := note.NewVerifier(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	v := verifier{note.VerifierList(key), os.Args[2]}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		question := strings.Split(lines.Text(), "\t")
		if question[0] == "log" {
			err = v.verifyLog(question[1])
		} else {
			err = v.verifyProof(question[1], question[2])
		}
		if err == nil {
			fmt.Println("ok")
		} else {
			why := strings.ReplaceAll(err.Error(), "\n", " ")
			fmt.Println("refused " + why)
		}
	}
}
